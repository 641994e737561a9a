import type { Estimate } from '../../../../lab/metrics/moments.js';
import type { Unit } from '../format-value.js';
import { clampedSpan, niceSpan, type Span, spanOf } from '../scale.js';

type Points = readonly (Estimate | null)[];

/** What an interval is not drawn beyond, since no value can be there. */
const BOUNDS: Readonly<Record<Unit, Span>> = {
  share: [0, 1],
  fraction: [0, 1],
  points: [-1, 1],
  usd: [-Infinity, Infinity],
  count: [0, Infinity],
  plain: [-Infinity, Infinity],
};

/**
 * What a picture of estimates must span: every value, and every interval, but no interval wider than three times what the
 * values and the narrower half of the intervals take: a day with two requests would else flatten all others.
 *
 * @param also values that must be in it
 */
export function lineDomain(series: readonly Points[], unit: Unit, also: readonly number[] = []): Span {
  const bounds = BOUNDS[unit];
  const points = series.flat().filter((point) => point !== null);
  const widths = points.map(({ low, high }) => high - low).sort((a, b) => a - b);
  const usual = widths[Math.floor(widths.length / 2)] ?? Infinity;
  const narrow = points.filter(({ low, high }) => high - low <= usual);
  const core = spanOf([
    ...points.map(({ value }) => value),
    ...narrow.flatMap(({ low, high }) => [low, high]),
    ...also,
  ]);
  const all = spanOf([...points.flatMap(({ low, high }) => [low, high]), ...also]);
  if (core === undefined || all === undefined) return [0, 1];
  const room = core[1] - core[0] || Math.abs(core[0]) || 1;
  const span = clampedSpan(all, [core[0] - room, core[1] + room]);
  if (unit === 'usd' && core[0] >= 0) return niceSpan([0, span[1]], 4);
  // A saving is a share that may be below 0: then nothing bounds that side.
  const least = points.some(({ value }) => value < bounds[0]) ? -Infinity : bounds[0];
  const most = points.some(({ value }) => value > bounds[1]) ? Infinity : bounds[1];
  const [low, high] = clampedSpan(span, [least, most]);
  // Where zero is near, it says more than the room that it takes.
  return niceSpan([low > 0 && low < high / 2 ? 0 : low, high], 4);
}
