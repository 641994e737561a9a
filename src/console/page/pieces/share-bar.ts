import { svg } from '../dom.js';

export interface ShareBar {
  /** In [0, 1]; likewise the next. */
  readonly value: number;
  /** Where a bar stands that must be reached. */
  readonly mark?: number | null;
  /** Where the value begins; default 0. */
  readonly from?: number;
  /** Class that colours it; default `fill`. */
  readonly look?: string;
}

/** A horizontal bar as wide as its place. It stands beside its number, so it is hidden from those who listen. */
export function shareBar({ value, mark = null, from = 0, look = 'fill' }: ShareBar): SVGSVGElement {
  const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;
  const tick =
    mark === null
      ? null
      : svg('line', { class: 'tick', x1: percent(mark), x2: percent(mark), y1: 0, y2: 14 });
  return svg(
    'svg',
    { class: 'share-bar', width: '100%', height: 14, 'aria-hidden': 'true' },
    svg('rect', { class: 'track', y: 3, width: '100%', height: 8, rx: 2 }),
    svg('rect', { class: look, x: percent(from), y: 3, width: percent(value), height: 8, rx: 2 }),
    tick,
  );
}
