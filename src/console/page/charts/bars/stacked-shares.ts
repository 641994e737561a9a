import { placedParts } from './placed-parts.js';
import { svg } from '../../dom.js';
import { formatValue } from '../format-value.js';
import { picture, type Wording } from '../frame.js';
import { type Mark, rovingMarks } from '../roving.js';

export interface SharePart {
  readonly name: string;
  /** Of the whole, in [0, 1]. */
  readonly share: number;
  /** 1 to 8 of the palette. */
  readonly colour: number;
  readonly notes: readonly string[];
}

export interface ShareRow {
  readonly name: string;
  readonly parts: readonly SharePart[];
}

const ROW = 44;
const BAR = 24;

/** Wholes, one below the other, cut into their parts. */
export function stackedShares(
  data: Wording & { readonly rows: readonly ShareRow[] },
  width: number,
): SVGSVGElement {
  const chart = picture({ width, height: data.rows.length * ROW + 2 }, data);
  const marks: Mark[] = data.rows.flatMap((row, at) => {
    const top = at * ROW;
    chart.append(svg('text', { class: 'chart-name', x: 0, y: top + 12 }, row.name));
    return placedParts(row.parts).map(({ part, from }) => ({
      element: partShape(part, from * width, part.share * width, top + 18),
      tip: { title: `${part.name}, ${row.name}`, lines: [formatValue(part.share, 'share'), ...part.notes] },
    }));
  });
  chart.append(...marks.map(({ element }) => element));
  rovingMarks(marks);
  return chart;
}

function partShape({ name, share, colour }: SharePart, x: number, width: number, y: number): SVGGElement {
  const label = `${name} ${formatValue(share, 'share')}`;
  const short = formatValue(share, 'share');
  const fits = [label, short].find((text) => text.length * 6.6 + 12 < width);
  return svg(
    'g',
    { class: `series-${colour}` },
    svg('rect', { class: 'chart-fill', x, y, width: Math.max(1, width - 1.5), height: BAR, rx: 2 }),
    fits === undefined
      ? null
      : svg('text', { class: 'chart-inside', x: x + 7, y: y + BAR / 2, dy: '0.34em' }, fits),
  );
}
