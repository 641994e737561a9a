import type { Source } from '../../../bench/source.js';
import { FULL_MINUTES } from '../soak/options.js';
import type { SoakResults } from '../soak/soak-results.js';
import { type Goal, goalsOf } from '../soak/trends.js';
import {
  countText,
  type Findings,
  ofThisSource,
  OUT_OF_BOUNDS,
  placeOf,
  type StatusRow,
} from './status-row.js';

const by = 'soak' as const;

export function soakFindings(results: SoakResults | undefined, now: Source | undefined): Findings {
  return ofThisSource({ by, what: 'an hour of traffic', now }, results, tell);
}

function tell(results: SoakResults): Findings {
  const { startedAt, machine } = results;
  const goals = goalsOf(results);
  return {
    rows: [lengthRow(results), ...goals.filter(({ factor }) => !Number.isNaN(factor)).map(rowOf)],
    gaps: goals
      .filter(({ factor }) => Number.isNaN(factor))
      .map(({ what }) => ({ by, what, why: 'the last soak was too short to tell' })),
    place: placeOf(startedAt, machine),
  };
}

function lengthRow({ seconds, fates, settings, complete }: SoakResults): StatusRow {
  const sent = Object.values(fates).reduce((sum, count) => sum + count, 0);
  const minutes = Math.floor(seconds / 60);
  const cut = complete ? '' : `, cut of ${settings.minutes}`;
  return {
    ...{ by, what: 'how long the traffic lasted' },
    measured: `${minutes} min${cut}, ${countText(sent, 'request')}, ${settings.perSecond} a second`,
    ...{ goal: `at least ${FULL_MINUTES} min`, isGrave: false },
    factor: minutes === 0 ? OUT_OF_BOUNDS : FULL_MINUTES / minutes,
  };
}

function rowOf({ what, limit, measured, factor, met }: Goal): StatusRow {
  return { by, what, measured, goal: limit, factor, isGrave: !met && factor === OUT_OF_BOUNDS };
}
