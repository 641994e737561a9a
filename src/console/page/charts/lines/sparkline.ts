import type { Estimate } from '../../../../lab/metrics/moments.js';
import { svg } from '../../dom.js';
import { picture, type Wording } from '../frame.js';
import { lineDomain } from './line-domain.js';
import { linearScale } from '../scale.js';
import { linePath, segmentsOf } from './segments.js';

export interface SparklineData extends Wording {
  readonly points: readonly (Estimate | null)[];
  /** 1 to 8 of the palette. */
  readonly colour: number;
}

/** A line without axes, as wide as a few words, with a dot at its last value. */
export function sparkline(
  { points, colour, label, says }: SparklineData,
  width = 120,
  height = 28,
): SVGSVGElement {
  const chart = picture({ width, height }, { label, says });
  chart.classList.add(`series-${colour}`);
  chart.setAttribute('role', 'img');
  const values = points.map((point) =>
    point === null ? null : { ...point, low: point.value, high: point.value },
  );
  const y = linearScale(lineDomain([values], 'plain'), [height - 4, 4]);
  const x = linearScale([0, Math.max(1, points.length - 1)], [2, width - 4]);
  for (const { from, values: run } of segmentsOf(values)) {
    const places = run.map(({ value }, at) => [x(from + at), y(value)] as const);
    chart.append(svg('path', { class: 'chart-line', d: linePath(places) }));
  }
  const last = points.findLastIndex((point) => point !== null);
  const point = points[last];
  if (point) chart.append(svg('circle', { class: 'chart-dot', cx: x(last), cy: y(point.value), r: 2.5 }));
  return chart;
}
