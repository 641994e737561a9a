import type { Estimate } from '../../../../lab/metrics/moments.js';
import { barDomain } from './bar-domain.js';
import { svg } from '../../dom.js';
import { formatBounds, formatValue, type Unit } from '../format-value.js';
import { axisLabel, type Frame, picture, type Wording, xGrid, xRange } from '../frame.js';
import { lettersOf, shortened } from '../shortened.js';
import { type Mark, rovingMarks } from '../roving.js';
import { clamped, linearScale, type Scale, type Span } from '../scale.js';

export interface IntervalBar {
  readonly name: string;
  /** 1 to 8 of the palette, or what the value means. */
  readonly colour: number | 'good' | 'bad' | 'none';
  /** `null`: too few to tell. */
  readonly estimate: Estimate | null;
  /** More lines of the tip. */
  readonly notes: readonly string[];
}

export interface IntervalBarsData extends Wording {
  readonly bars: readonly IntervalBar[];
  readonly unit: Unit;
  /** What is measured, and in what. */
  readonly axis: string;
  /** Values beyond are cut off, with an arrow; the label tells them whole. */
  readonly bounds?: Span | undefined;
}

const ROW = 26;
const BAR = 12;
/** Pixels of a letter, on average. */
const LETTER = 6.1;

/** Bars from zero with the whiskers of their 95 % intervals, one below the other. */
export function intervalBars(data: IntervalBarsData, width: number): SVGSVGElement {
  const frame = frameOf(data, width);
  const domain = barDomain(
    data.bars.map(({ estimate }) => estimate),
    data.bounds,
  );
  const x = linearScale(domain, xRange(frame));
  const chart = picture(frame, data);
  chart.append(xGrid(frame, domain, data.unit));
  const marks: Mark[] = data.bars.map((bar, at) => ({
    element: barShape(bar, { x, domain, top: frame.top + at * ROW, frame, unit: data.unit }),
    tip: {
      title: bar.name,
      lines: [...(bar.estimate === null ? [TOO_FEW] : tipLines(bar.estimate, data.unit)), ...bar.notes],
    },
  }));
  chart.append(...marks.map(({ element }) => element), axisLabel(data.axis, frame.left, frame.height - 2));
  rovingMarks(marks);
  return chart;
}

const TOO_FEW = 'too few to tell';

function tipLines(estimate: Estimate, unit: Unit): string[] {
  const value = formatValue(estimate.value, unit);
  return estimate.low === estimate.high ? [value] : [value, `95 % interval ${formatBounds(estimate, unit)}`];
}

function frameOf({ bars }: IntervalBarsData, width: number): Frame {
  const longest = bars.reduce((most, { name }) => Math.max(most, lettersOf(name).length), 4);
  const left = Math.min(Math.ceil(longest * LETTER) + 12, Math.max(70, width * 0.34));
  return {
    width,
    height: bars.length * ROW + 40,
    top: 4,
    right: Math.min(74, width * 0.2),
    bottom: 36,
    left,
  };
}

interface Place {
  readonly x: Scale;
  readonly domain: Span;
  readonly top: number;
  readonly frame: Frame;
  readonly unit: Unit;
}

function barShape(
  { name, colour, estimate }: IntervalBar,
  { x, domain, top, frame, unit }: Place,
): SVGGElement {
  const middle = top + ROW / 2;
  const row = svg(
    'g',
    { class: `chart-bar series-${colour}` },
    svg('rect', { class: 'chart-hit', x: 0, y: top, width: frame.width, height: ROW, rx: 4 }),
    svg(
      'text',
      { class: 'chart-name', x: frame.left - 8, y: middle, dy: '0.32em', 'text-anchor': 'end' },
      shortened(name, Math.floor((frame.left - 8) / LETTER)),
    ),
  );
  const valueAt = { x: frame.width - 4, y: middle, dy: '0.32em', 'text-anchor': 'end' };
  if (estimate === null) {
    row.append(svg('text', { class: 'chart-few', ...valueAt }, 'too few'));
    return row;
  }
  const at = (value: number): number => x(clamped(value, domain));
  const [from, to] = [at(0), at(estimate.value)].sort((a, b) => a - b) as [number, number];
  row.append(
    svg('rect', {
      class: 'chart-fill',
      x: from,
      y: middle - BAR / 2,
      width: Math.max(1, to - from),
      height: BAR,
      rx: 2,
    }),
    ...(estimate.low === estimate.high ? [] : whisker(at(estimate.low), at(estimate.high), middle)),
    ...(estimate.value < domain[0] ? [overflow(x(domain[0]), middle)] : []),
    svg('text', { class: 'chart-value', ...valueAt }, formatValue(estimate.value, unit)),
  );
  return row;
}

function whisker(from: number, to: number, middle: number): SVGLineElement[] {
  const line = (x1: number, x2: number, half: number): SVGLineElement =>
    svg('line', { class: 'chart-error', x1, x2, y1: middle - half, y2: middle + half });
  return [line(from, to, 0), line(from, from, 3), line(to, to, 3)];
}

function overflow(x: number, middle: number): SVGPathElement {
  return svg('path', {
    class: 'chart-overflow',
    d: `M${x + 9} ${middle - 5}L${x + 2} ${middle}L${x + 9} ${middle + 5}`,
  });
}
