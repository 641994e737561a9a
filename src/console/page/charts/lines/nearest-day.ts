import type { Scale } from '../scale.js';

/** @param at pixels from the left edge of the picture */
export function nearestDay(at: number, x: Scale, days: number): number {
  const [first, last] = [x(0), x(Math.max(1, days - 1))];
  const found = Math.round(((at - first) / (last - first)) * Math.max(1, days - 1));
  return Math.min(days - 1, Math.max(0, found));
}
