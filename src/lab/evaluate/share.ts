import type { Estimate } from '../metrics/moments.js';
import { estimateShare } from '../metrics/share-estimate.js';

/** A share of counted rows, with Wilson's 95 % interval. */
export interface Share extends Estimate {
  readonly count: number;
  readonly of: number;
}

/** `null` of none. */
export function shareOf(count: number, of: number): Share | null {
  const estimate = estimateShare(count, of);
  return estimate === undefined ? null : { ...estimate, count, of };
}

/** The share of the rows for which something holds. */
export function shareWhere<T>(rows: readonly T[], holds: (row: T) => boolean): Share | null {
  return shareOf(rows.filter(holds).length, rows.length);
}
