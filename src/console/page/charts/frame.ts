import { svg } from '../dom.js';
import { formatTick, type Unit } from './format-value.js';
import { linearScale, type Scale, type Span, ticksOf, tickStep } from './scale.js';

/** A picture's size and the margins around what is plotted, in pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** What a picture is called, and what it says in a sentence, for those who do not see it. */
export interface Wording {
  readonly label: string;
  readonly says: string;
}

/** An empty picture. Its words are no `<title>`, which browsers would show as a tip of their own. */
export function picture(
  { width, height }: Pick<Frame, 'width' | 'height'>,
  { label, says }: Wording,
): SVGSVGElement {
  return svg(
    'svg',
    {
      ...{ class: 'chart-svg', width, height, viewBox: `0 0 ${width} ${height}` },
      ...{ role: 'group', 'aria-roledescription': 'chart', 'aria-label': label },
    },
    svg('desc', {}, says),
  );
}

export function xRange({ left, width, right }: Frame): Span {
  return [left, Math.max(left + 1, width - right)];
}

/** From the bottom up. */
export function yRange({ top, height, bottom }: Frame): Span {
  return [Math.max(top + 1, height - bottom), top];
}

/** Lines across the plot with their values at the left. */
export function yGrid(frame: Frame, domain: Span, unit: Unit, most: number): SVGGElement {
  const y = linearScale(domain, yRange(frame));
  const [from, to] = xRange(frame);
  const step = tickStep(domain, most);
  return svg(
    'g',
    { class: 'chart-grid', 'aria-hidden': 'true' },
    ...ticksOf(domain, most).flatMap((value) => [
      svg('line', { x1: from, x2: to, y1: y(value), y2: y(value), class: value === 0 ? 'zero' : null }),
      svg(
        'text',
        { x: from - 6, y: y(value), dy: '0.32em', 'text-anchor': 'end' },
        formatTick(value, step, unit),
      ),
    ]),
  );
}

/** Lines down the plot with their values below. */
export function xGrid(frame: Frame, domain: Span, unit: Unit): SVGGElement {
  const [from, to] = xRange(frame);
  const x = linearScale(domain, [from, to]);
  const most = Math.max(2, Math.floor((to - from) / 64));
  const step = tickStep(domain, most);
  const base = frame.height - frame.bottom;
  return svg(
    'g',
    { class: 'chart-grid', 'aria-hidden': 'true' },
    ...ticksOf(domain, most).flatMap((value) => [
      svg('line', {
        x1: x(value),
        x2: x(value),
        y1: frame.top,
        y2: base,
        class: value === 0 ? 'zero' : null,
      }),
      svg('text', { x: x(value), y: base + 14, 'text-anchor': 'middle' }, formatTick(value, step, unit)),
    ]),
  );
}

/** What an axis measures, and in what. */
export function axisLabel(
  text: string,
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end' = 'start',
): SVGTextElement {
  return svg('text', { class: 'chart-axis', x, y, 'text-anchor': anchor, 'aria-hidden': 'true' }, text);
}

/** A line that a value is held against, with what it is called. */
export function thresholdLine(frame: Frame, y: Scale, value: number, label: string): SVGGElement {
  const [from, to] = xRange(frame);
  const at = y(value);
  return svg(
    'g',
    { class: 'chart-threshold', 'aria-hidden': 'true' },
    svg('line', { x1: from, x2: to, y1: at, y2: at }),
    svg('text', { x: to, y: at - 4, 'text-anchor': 'end' }, label),
  );
}
