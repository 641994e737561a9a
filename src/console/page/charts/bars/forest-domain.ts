import { niceSpan, type Span, spanOf } from '../scale.js';

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Zero, the margin and every interval, with as much room on both sides as the wider one needs. */
export function forestDomain(intervals: readonly Interval[], margin = 0): Span {
  const ends = intervals.flatMap(({ low, high }) => [low, high]);
  const [low, high] = spanOf([0, -margin, margin, ...ends]) ?? [-1, 1];
  if (low === high) return [-1, 1];
  return niceSpan([Math.min(low, -0.15 * high), Math.max(high, -0.15 * low)], 6);
}
