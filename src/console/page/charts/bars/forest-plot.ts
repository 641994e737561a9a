import type { Estimate } from '../../../../lab/metrics/moments.js';
import { svg } from '../../dom.js';
import { formatBounds, formatValue, type Unit } from '../format-value.js';
import { axisLabel, type Frame, picture, type Wording, xGrid, xRange } from '../frame.js';
import { shortened } from '../shortened.js';
import { type Mark, rovingMarks } from '../roving.js';
import { forestDomain } from './forest-domain.js';
import { clamped, linearScale, type Scale, type Span } from '../scale.js';

export interface ForestRow {
  readonly name: string;
  /** With the interval of one look; `null`: too few to tell. */
  readonly difference: Estimate | null;
  /** The interval that holds for all looks. */
  readonly always: { readonly low: number; readonly high: number } | null;
  readonly meaning: 'good' | 'bad' | 'none';
  /** A word or two, at the right; below it the difference, or the first note where there is none. */
  readonly verdict: string;
  readonly notes: readonly string[];
}

export interface ForestData extends Wording {
  readonly rows: readonly ForestRow[];
  readonly unit: Unit;
  /** What is measured, and in what. */
  readonly axis: string;
  /** Which side of zero is better. */
  readonly better: 'left' | 'right';
  /** As good as zero, on the worse side of it. */
  readonly margin?: number | undefined;
}

const ROW = 34;
const NAMES = 118;
const VERDICTS = 150;

/** Differences of two arms: a dot, the interval of one look as a thick line, that of all looks as a thin one. */
export function forestPlot(data: ForestData, width: number): SVGSVGElement {
  const frame: Frame = {
    ...{ width, height: data.rows.length * ROW + 58, top: 20, bottom: 38 },
    ...{ left: NAMES, right: Math.min(VERDICTS, width * 0.24) },
  };
  const intervals = data.rows.flatMap(({ difference, always }) =>
    [difference, always].filter((each) => each !== null),
  );
  const domain = forestDomain(intervals, data.margin);
  const x = linearScale(domain, xRange(frame));
  const chart = picture(frame, data);
  const bottom = frame.height - frame.bottom;
  if (data.margin !== undefined) {
    const [from, to] = [x(-data.margin), x(0)];
    chart.append(
      svg('rect', {
        class: 'chart-margin',
        x: from,
        y: frame.top,
        width: to - from,
        height: bottom - frame.top,
      }),
    );
  }
  chart.append(xGrid(frame, domain, data.unit), ...sides(data, x(0), frame));
  const marks: Mark[] = data.rows.map((row, at) => ({
    element: rowShape(row, { x, domain, frame, unit: data.unit, middle: frame.top + (at + 0.5) * ROW }),
    tip: { title: row.name, lines: tipLines(row, data.unit) },
  }));
  chart.append(...marks.map(({ element }) => element), axisLabel(data.axis, frame.left, frame.height - 4));
  rovingMarks(marks);
  return chart;
}

function sides({ better }: ForestData, zero: number, { top }: Frame): SVGTextElement[] {
  const isLeft = better === 'left';
  const [left, right] = [isLeft ? '← better' : '← worse', isLeft ? 'worse →' : 'better →'];
  return [axisLabel(left, zero - 8, top - 7, 'end'), axisLabel(right, zero + 8, top - 7)];
}

function tipLines({ difference, always, verdict, notes }: ForestRow, unit: Unit): string[] {
  const told =
    difference === null
      ? ['too few to tell']
      : [`difference ${formatValue(difference.value, unit)}`, `one look: ${formatBounds(difference, unit)}`];
  return [
    ...told,
    ...(always === null ? [] : [`all looks: ${formatBounds(always, unit)}`]),
    verdict,
    ...notes,
  ];
}

interface Place {
  readonly x: Scale;
  readonly domain: Span;
  readonly frame: Frame;
  readonly unit: Unit;
  readonly middle: number;
}

function rowShape(row: ForestRow, { x, domain, frame, unit, middle }: Place): SVGGElement {
  const { name, difference, always, meaning, verdict, notes } = row;
  const at = (value: number): number => x(clamped(value, domain));
  const line = (name_: string, low: number, high: number): SVGLineElement =>
    svg('line', { class: name_, x1: at(low), x2: at(high), y1: middle, y2: middle });
  const group = svg(
    'g',
    { class: `series-${meaning}` },
    svg('rect', { class: 'chart-hit', x: 0, y: middle - ROW / 2, width: frame.width, height: ROW, rx: 4 }),
    svg('text', { class: 'chart-name', x: 4, y: middle, dy: '0.32em' }, shortened(name, 18)),
    always && line('chart-always', always.low, always.high),
    difference && line('chart-once', difference.low, difference.high),
    difference && svg('circle', { class: 'chart-dot', cx: at(difference.value), cy: middle, r: 5 }),
    svg(
      'text',
      { class: 'chart-verdict', x: frame.width - frame.right + 12, y: middle - 7, dy: '0.32em' },
      verdict,
    ),
    svg(
      'text',
      { class: 'chart-few', x: frame.width - frame.right + 12, y: middle + 8, dy: '0.32em' },
      difference === null ? (notes[0] ?? '') : formatValue(difference.value, unit),
    ),
  );
  return group;
}
