import { figureText, measured as measuredTexts } from '../../../bench/quality/report.js';
import type { Results } from '../../../bench/quality/results.js';
import type { Source } from '../../../bench/source.js';
import { meets } from '../../../src/lab/suites/meets.js';
import type { Aim, Figure } from '../../../src/lab/suites/suite.js';
import { durationText, type Findings, ofThisSource, placeOf, type StatusRow } from './status-row.js';

const by = 'quality' as const;

/** The whole evaluation should take no longer. */
const MOST_MINUTES = 20;

/** @param results of the newest whole evaluation */
export function qualityFindings(results: Results | undefined, now: Source | undefined): Findings {
  return ofThisSource({ by, what: 'quality of decisions', now }, results, tell);
}

function tell({ suites, seconds, startedAt, machine }: Results): Findings {
  const aimed = suites.flatMap(({ suite, figures }) =>
    figures.flatMap((figure) => (figure.aim === undefined ? [] : [{ suite, figure, aim: figure.aim }])),
  );
  return {
    rows: [
      ...aimed.filter(({ figure }) => !Number.isNaN(figure.value)).map(rowOf),
      {
        ...{ by, what: 'time of the whole evaluation', measured: durationText(seconds) },
        ...{ goal: `at most ${MOST_MINUTES} min`, factor: seconds / 60 / MOST_MINUTES, isGrave: false },
      },
    ],
    gaps: aimed
      .filter(({ figure }) => Number.isNaN(figure.value))
      .map(({ suite, figure }) => ({ by, what: `${suite}: ${figure.name}`, why: 'the last run lacks it' })),
    place: placeOf(startedAt, machine),
  };
}

interface Aimed {
  readonly suite: string;
  readonly figure: Figure;
  readonly aim: Aim;
}

function rowOf({ suite, figure, aim }: Aimed): StatusRow {
  const [measured = '', interval = ''] = measuredTexts(figure);
  const { value, better } = figure;
  const [floor, goal] = [aim.floor, aim.goal].map((limit) => figureText(limit, figure));
  return {
    ...{ by, what: `${suite}: ${figure.name}` },
    measured: meets(figure, aim.floor) ? measured : `${measured}, below its floor`,
    ...(figure.interval !== undefined && { interval }),
    goal: `at ${better === 'higher' ? 'least' : 'most'} ${goal ?? ''} (floor ${floor ?? ''})`,
    factor: better === 'higher' ? aim.goal / value : value / aim.goal,
    isGrave: false,
  };
}
