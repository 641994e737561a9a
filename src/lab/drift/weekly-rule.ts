import { estimateShareDifference, type Tally } from '../metrics/share-estimate.js';
import type { Estimate } from '../metrics/moments.js';

export const WEEK_MS = 7 * 86_400_000;

/** Rise of a rate from one week to the next that somebody should look at. */
const TWO_POINTS = 0.02;

/** Records that each of the two weeks needs. */
const FEWEST = 200;

/**
 * The two-point rule: a rate that rose by two percentage points or more against the week before, with enough records in
 * both weeks and an interval (95 %, Newcombe) that leaves 0 out.
 *
 * @returns the rise; `undefined` when the rule does not hold
 */
export function roseByTwoPoints(before: Tally, now: Tally): Estimate | undefined {
  if (Math.min(before.of, now.of) < FEWEST) return undefined;
  const rise = estimateShareDifference(now, before);
  return rise !== undefined && rise.value >= TWO_POINTS && rise.low > 0 ? rise : undefined;
}
