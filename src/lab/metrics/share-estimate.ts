import type { Estimate } from './moments.js';
import { NORMAL_QUANTILE } from './normal-quantile.js';

/** `count` of `of`, with Wilson's score interval (1927); `undefined` of none. */
export function estimateShare(count: number, of: number): Estimate | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const z = NORMAL_QUANTILE;
  const spread = 1 + (z * z) / of;
  const middle = (share + (z * z) / (2 * of)) / spread;
  const half = (z / spread) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  // At the ends the bounds are exact, which rounding would hide.
  return {
    value: share,
    low: count === 0 ? 0 : Math.max(0, middle - half),
    high: count === of ? 1 : Math.min(1, middle + half),
  };
}

/** How often something happened. */
export interface Tally {
  readonly count: number;
  readonly of: number;
}

/** Share of `one` less that of `other`, with the interval of Newcombe's tenth method (1998); `undefined` where a side is empty. */
export function estimateShareDifference(one: Tally, other: Tally): Estimate | undefined {
  const a = estimateShare(one.count, one.of);
  const b = estimateShare(other.count, other.of);
  if (a === undefined || b === undefined) return undefined;
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}
