import { aimsOf } from '../../../bench/aims.js';
import { limitText, measuredText } from '../../../bench/report.js';
import type { Results } from '../../../bench/results.js';
import type { Source } from '../../../bench/source.js';
import { type Findings, ofThisSource, placeOf } from './status-row.js';

const by = 'bench' as const;

/** @param results of the newest whole run of the bench */
export function benchFindings(results: Results | undefined, now: Source | undefined): Findings {
  return ofThisSource({ by, what: 'speed, CPU and memory', now }, results, tell);
}

function tell(results: Results): Findings {
  const { path, settings, startedAt, machine } = results;
  if (settings.smallHeads === true || path?.settings.isSmall === true) {
    return { rows: [], gaps: [{ by, what: 'speed, CPU and memory', why: 'the last run was a smoke run' }] };
  }
  const aims = aimsOf(results);
  const missing = aims.filter(({ measured }) => !Number.isFinite(measured));
  return {
    rows: aims
      .filter((aim) => !missing.includes(aim))
      .map((aim) => ({
        ...{ by, what: aim.what, measured: measuredText(aim), goal: limitText(aim) },
        ...{ factor: aim.factor, isGrave: false },
      })),
    gaps: [
      ...missing.map(({ what }) => ({ by, what, why: 'the last run lacks it' })),
      ...(path?.traceMissing === undefined ? [] : [{ by, what: 'recorded traffic', why: path.traceMissing }]),
    ],
    place: placeOf(startedAt, machine),
  };
}
