import type { Estimate } from '../../../../lab/metrics/moments.js';
import { svg } from '../../dom.js';
import { dayTicks } from './day-ticks.js';
import { formatBounds, formatDay, formatValue, type Unit } from '../format-value.js';
import {
  axisLabel,
  type Frame,
  picture,
  thresholdLine,
  type Wording,
  xRange,
  yGrid,
  yRange,
} from '../frame.js';
import { dayCursor } from './day-cursor.js';
import { lineDomain } from './line-domain.js';
import { clamped, linearScale, type Scale, type Span } from '../scale.js';
import { bandPath, linePath, segmentsOf } from './segments.js';

export interface LineSeries {
  readonly name: string;
  /** 1 to 8 of the palette. */
  readonly colour: number;
  /** One a day; `null` where nothing is known, which is a gap in the line. */
  readonly points: readonly (Estimate | null)[];
}

export interface LineChartData extends Wording {
  /** As `2026-11-22`. */
  readonly days: readonly string[];
  readonly series: readonly LineSeries[];
  readonly unit: Unit;
  /** What is measured, and in what. */
  readonly axis: string;
  /** Requests of each day, for the tips. */
  readonly counts?: readonly number[] | undefined;
  /** Taken from the values unless given. */
  readonly domain?: Span | undefined;
  readonly threshold?: { readonly value: number; readonly label: string } | undefined;
}

export interface LineChartSize {
  readonly width: number;
  readonly height: number;
  /** For a small one among many: no days, and fewer labels. */
  readonly isSmall?: boolean;
}

/** Days up to which each has a dot, since a line between two of them is no measurement. */
const MOST_DOTS = 10;

/** Lines over days, each within the band of its 95 % intervals, broken where nothing is known. */
export function lineChart(data: LineChartData, size: LineChartSize): SVGSVGElement {
  const frame = frameOf(size);
  const domain =
    data.domain ??
    lineDomain(
      data.series.map(({ points }) => points),
      data.unit,
      thresholdOf(data),
    );
  const x = dayScale(data.days.length, frame);
  const y = linearScale(domain, yRange(frame));
  const chart = picture(frame, data);
  chart.append(yGrid(frame, domain, data.unit, size.isSmall === true ? 2 : 4));
  if (size.isSmall !== true) chart.append(dayAxis(data.days, frame, x), axisLabel(data.axis, 0, 11));
  for (const series of data.series)
    chart.append(seriesShape(series, x, (value) => y(clamped(value, domain))));
  if (data.threshold) chart.append(thresholdLine(frame, y, data.threshold.value, data.threshold.label));
  if (data.series.every(({ points }) => points.every((point) => point === null))) {
    const [from, to] = xRange(frame);
    chart.append(axisLabel('too few to tell', (from + to) / 2, frame.height / 2, 'middle'));
  }
  dayCursor(chart, { frame, x, days: data.days.length, tipOf: (at) => tipOfDay(data, at) });
  return chart;
}

function thresholdOf({ threshold }: LineChartData): number[] {
  return threshold === undefined ? [] : [threshold.value];
}

function frameOf({ width, height, isSmall }: LineChartSize): Frame {
  return isSmall === true
    ? { width, height, top: 6, right: 6, bottom: 8, left: 34 }
    : { width, height, top: 24, right: 12, bottom: 22, left: 46 };
}

function dayScale(days: number, frame: Frame): Scale {
  const [from, to] = xRange(frame);
  return linearScale([0, Math.max(1, days - 1)], days === 1 ? [(from + to) / 2, to] : [from + 4, to - 4]);
}

function dayAxis(days: readonly string[], frame: Frame, x: Scale): SVGGElement {
  const [from, to] = xRange(frame);
  return svg(
    'g',
    { class: 'chart-grid', 'aria-hidden': 'true' },
    ...dayTicks(days.length, (to - from) / 62).map((at) =>
      svg(
        'text',
        { x: Math.min(x(at), to - 14), y: frame.height - frame.bottom + 14, 'text-anchor': 'middle' },
        formatDay(days[at] ?? ''),
      ),
    ),
  );
}

function seriesShape({ colour, points }: LineSeries, x: Scale, y: Scale): SVGGElement {
  const group = svg('g', { class: `series-${colour}` });
  for (const { from, values } of segmentsOf(points)) {
    const at = (place: number): number => x(from + place);
    const [only] = values;
    if (values.length === 1 && only !== undefined) {
      group.append(
        svg('line', { class: 'chart-whisker', x1: at(0), x2: at(0), y1: y(only.low), y2: y(only.high) }),
        svg('circle', { class: 'chart-dot', cx: at(0), cy: y(only.value), r: 2.5 }),
      );
      continue;
    }
    const edge = (side: keyof Estimate): (readonly [number, number])[] =>
      values.map((point, place) => [at(place), y(point[side])]);
    group.append(
      svg('path', { class: 'chart-band', d: bandPath(edge('high'), edge('low')) }),
      svg('path', { class: 'chart-line', d: linePath(edge('value')) }),
      ...(points.length > MOST_DOTS
        ? []
        : edge('value').map(([cx, cy]) => svg('circle', { class: 'chart-dot', cx, cy, r: 3 }))),
    );
  }
  return group;
}

function tipOfDay(
  { days, series, unit, counts }: LineChartData,
  at: number,
): { title: string; lines: string[] } {
  const lines = series.map(({ name, points }) => {
    const point = points[at] ?? null;
    const said =
      point === null ? 'too few' : `${formatValue(point.value, unit)}, ${formatBounds(point, unit)}`;
    return series.length === 1 ? said : `${name}: ${said}`;
  });
  const count = counts?.[at];
  return {
    title: formatDay(days[at] ?? ''),
    lines: count === undefined ? lines : [...lines, `${formatValue(count, 'count')} requests`],
  };
}
