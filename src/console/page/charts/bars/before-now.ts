import { svg } from '../../dom.js';
import { formatValue, type Unit } from '../format-value.js';
import { picture, type Wording } from '../frame.js';
import { type Mark, rovingMarks } from '../roving.js';
import { linearScale } from '../scale.js';

export interface BeforeNowData extends Wording {
  readonly before: Measured;
  readonly now: Measured;
  readonly unit: Unit;
  readonly isBad: boolean;
}

export interface Measured {
  readonly value: number;
  /** What it is a mean of. */
  readonly records: number;
}

const ROW = 26;
const BAR = 16;
const LEFT = 48;
const RIGHT = 68;

/** Two bars from zero: as it was, and as it is. */
export function beforeNow(data: BeforeNowData, width: number): SVGSVGElement {
  const { before, now, unit, isBad } = data;
  const chart = picture({ width, height: 2 * ROW }, data);
  const x = linearScale(
    [0, Math.max(before.value, now.value) || 1],
    [LEFT, Math.max(LEFT + 10, width - RIGHT)],
  );
  const shape = (name: string, { value, records }: Measured, look: string, at: number): Mark => ({
    element: barShape(name, formatValue(value, unit), {
      from: x(0),
      to: x(Math.max(0, value)),
      look,
      top: at * ROW,
      width,
    }),
    tip: {
      title: name,
      lines: [formatValue(value, unit), `mean of ${formatValue(records, 'count')} requests`],
    },
  });
  const marks = [shape('before', before, 'none', 0), shape('now', now, isBad ? 'bad' : 'good', 1)];
  chart.append(...marks.map(({ element }) => element));
  rovingMarks(marks);
  return chart;
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly look: string;
  readonly top: number;
  readonly width: number;
}

function barShape(name: string, value: string, { from, to, look, top, width }: Place): SVGGElement {
  const y = top + ROW / 2;
  return svg(
    'g',
    { class: `series-${look}` },
    svg('rect', { class: 'chart-hit', x: 0, y: top, width, height: ROW, rx: 4 }),
    svg('text', { class: 'chart-few', x: LEFT - 8, y, dy: '0.32em', 'text-anchor': 'end' }, name),
    svg('rect', {
      class: 'chart-fill',
      x: from,
      y: y - BAR / 2,
      width: Math.max(1.5, to - from),
      height: BAR,
      rx: 2,
    }),
    svg('text', { class: 'chart-value', x: to + 7, y, dy: '0.32em' }, value),
  );
}
