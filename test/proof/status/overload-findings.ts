import { figure } from '../../../bench/table.js';
import type { Source } from '../../../bench/source.js';
import { FULL_SECONDS } from '../overload/options.js';
import type { OverloadResults, Run } from '../overload/overload-results.js';
import { phaseOf } from '../overload/overload-tables.js';
import {
  countText,
  type Findings,
  ofThisSource,
  OUT_OF_BOUNDS,
  placeOf,
  type StatusRow,
} from './status-row.js';

const by = 'overload' as const;
const what = 'twice saturation';

export function overloadFindings(results: OverloadResults | undefined, now: Source | undefined): Findings {
  return ofThisSource({ by, what, now }, results, tell);
}

/** The run with shedding off stands on the page of the overload, to compare. */
function tell({ runs, startedAt, machine }: OverloadResults): Findings {
  const run = runs.find(({ sheds }) => sheds);
  if (run === undefined) {
    return { rows: [], gaps: [{ by, what, why: 'the last run had shedding off' }] };
  }
  return {
    rows: rowsOf(run),
    gaps: [],
    place: placeOf(startedAt, machine),
  };
}

function rowsOf(run: Run): StatusRow[] {
  const overload = phaseOf(run, 'overload');
  const recovery = phaseOf(run, 'recovery').seconds;
  const all = run.phases.reduce((sum, { sent }) => sum + sent, 0);
  const bad = (['lost', 'wrong'] as const).map((fate) =>
    run.phases.reduce((sum, { fates }) => sum + fates[fate], 0),
  );
  const [lost = 0, wrong = 0] = bad;
  return [
    {
      ...{ by, what: 'requests lost or answered by a wrong model, before, under and after the overload' },
      measured: `${lost} lost and ${wrong} wrong of ${countText(all, 'request')}`,
      ...{ goal: 'none', factor: lost + wrong > 0 ? OUT_OF_BOUNDS : 0, isGrave: lost + wrong > 0 },
    },
    {
      ...{ by, what: 'how long twice saturation lasted', measured: `${overload.seconds} s` },
      ...{ goal: `at least ${FULL_SECONDS} s`, factor: FULL_SECONDS / overload.seconds, isGrave: false },
    },
    within('until no layer is left out any more', run.levelBackAfter, recovery),
    within('until the median latency is back', run.latencyBackAfter, recovery),
    {
      ...{ by, what: 'p99 under overload', measured: `${figure(overload.p99, 0)} ms` },
      ...{ goal: '-', factor: 0, isGrave: false },
    },
  ];
}

/** @param seconds `null`: not before the run ended */
function within(text: string, seconds: number | null, most: number): StatusRow {
  return {
    ...{ by, what: text, measured: seconds === null ? 'not in time' : `${figure(seconds, 1)} s` },
    ...{ goal: `within ${most} s`, factor: (seconds ?? OUT_OF_BOUNDS) / most, isGrave: false },
  };
}
