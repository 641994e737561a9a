import type { Estimate } from '../../../../lab/metrics/moments.js';
import { clampedSpan, niceSpan, type Span, spanOf } from '../scale.js';

/** Zero, the values, and the intervals as far as `bounds` allows. */
export function barDomain(
  estimates: readonly (Estimate | null)[],
  bounds: Span = [-Infinity, Infinity],
): Span {
  const ends = estimates.flatMap((estimate) =>
    estimate === null ? [] : [estimate.value, estimate.low, estimate.high],
  );
  const [low, high] = clampedSpan(spanOf([0, ...ends]) ?? [0, 1], bounds);
  return low === high ? [0, 1] : niceSpan([low, high], 6);
}
