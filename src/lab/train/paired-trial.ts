import type { PairedTrial } from '../../bundle/bundle.js';
import { bootstrap } from '../metrics/bootstrap.js';
import { mean } from '../metrics/mean.js';
import { percent } from '../metrics/percent.js';

/** Scores of what is in service and of what was trained for one row, in [0, 1], more being better. */
export interface ScoredPair {
  readonly before: number;
  readonly after: number;
}

/** Compares both on the same rows. */
export function pairedTrial(pairs: readonly ScoredPair[]): PairedTrial {
  const gains = pairs.map(({ before, after }) => after - before);
  const { low, high } = bootstrap(gains, mean);
  return {
    rows: pairs.length,
    before: mean(pairs.map(({ before }) => before)),
    after: mean(pairs.map(({ after }) => after)),
    ...{ low, high },
  };
}

/** By how much a part may seem worse and still be kept: what a test of a few hundred rows cannot tell from chance. */
export const USUAL_TOLERANCE = 0.01;

/** Whether what was trained is surely not worse by more than the tolerance. */
export function isKept({ low }: PairedTrial, tolerance: number): boolean {
  return low >= -tolerance;
}

/** One line about a trial. */
export function describeTrial({ rows, before, after, low, high }: PairedTrial): string {
  const points = (share: number): string => `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)}`;
  const gain = `${points(after - before)} points (95 % from ${points(low)} to ${points(high)})`;
  return `${percent(before)} % before, ${percent(after)} % after: ${gain}, on ${rows} rows held out`;
}
