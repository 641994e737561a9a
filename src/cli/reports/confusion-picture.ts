import type { Confusion, ConfusionCell } from '../../lab/evaluate/confusion.js';
import { escapeXml } from './escape-xml.js';

/** Sizes in pixels, by how many classes there are. */
interface Layout {
  readonly cell: number;
  readonly font: number;
  /** Whether the counts stand in the cells; else only in what hovering shows. */
  readonly hasCounts: boolean;
}

/** Longest name of a class in the margin. */
const MOST_CHARACTERS = 28;

/**
 * A confusion matrix as an SVG picture: a row a class that is right, a column what was decided, the darker the larger the
 * share of the row. It brings no colours of its own: the page styles the classes `right`, `wrong`, `name`, `count` and `grid`.
 */
export function confusionPicture({ classes, cells }: Confusion): string {
  const layout = layoutFor(classes.length);
  const { cell, font } = layout;
  const names = classes.map((name) => cut(name));
  const margin = Math.round(8 + font * 0.58 * Math.max(0, ...names.map(({ length }) => length)));
  const size = cell * classes.length;
  const places = new Map(classes.map((name, at) => [name, at]));
  const totals = new Map<string, number>();
  for (const { truth, count } of cells) totals.set(truth, (totals.get(truth) ?? 0) + count);
  const drawn = cells.map((each) => drawCell(each, { places, totals, layout }));
  const middle = (at: number): number => Math.round((at + 0.5) * cell * 10) / 10;
  const rows = names.map(
    (name, at) =>
      `<text class="name" x="-4" y="${middle(at)}" text-anchor="end" dominant-baseline="central">${name}</text>`,
  );
  const columns = names.map(
    (name, at) =>
      `<text class="name" transform="translate(${middle(at)} -4) rotate(-90)" dominant-baseline="central">${name}</text>`,
  );
  const box = `${-margin} ${-margin} ${size + margin + 4} ${size + margin + 4}`;
  return [
    `<svg class="matrix" role="img" aria-label="Confusion matrix of ${classes.length} classes" viewBox="${box}" width="${size + margin + 4}" height="${size + margin + 4}" font-size="${font}">`,
    `<path class="grid" d="${gridPath(classes.length, cell)}"/>`,
    ...rows,
    ...columns,
    ...drawn,
    '</svg>',
  ].join('\n');
}

function layoutFor(classes: number): Layout {
  if (classes <= 20) return { cell: 32, font: 12, hasCounts: true };
  if (classes <= 60) return { cell: 18, font: 10, hasCounts: true };
  return { cell: 11, font: 9, hasCounts: false };
}

interface Drawing {
  readonly places: ReadonlyMap<string, number>;
  readonly totals: ReadonlyMap<string, number>;
  readonly layout: Layout;
}

/** Least opacity of a cell that holds something. */
const FAINTEST = 0.18;

function drawCell({ truth, decided, count }: ConfusionCell, { places, totals, layout }: Drawing): string {
  const { cell, hasCounts } = layout;
  const x = (places.get(decided) ?? 0) * cell;
  const y = (places.get(truth) ?? 0) * cell;
  const total = totals.get(truth) ?? count;
  const opacity = (FAINTEST + (1 - FAINTEST) * (count / total)).toFixed(2);
  const kind = truth === decided ? 'right' : 'wrong';
  const title = escapeXml(`${truth} → ${decided}: ${count} of ${total}`);
  const rectangle = `<rect class="${kind}" x="${x}" y="${y}" width="${cell - 1}" height="${cell - 1}" fill-opacity="${opacity}"><title>${title}</title></rect>`;
  if (!hasCounts) return rectangle;
  const at = `x="${x + (cell - 1) / 2}" y="${y + (cell - 1) / 2}"`;
  return `${rectangle}<text class="count" ${at} text-anchor="middle" dominant-baseline="central">${count}</text>`;
}

/** Lines around every class, or around every tenth of many. */
function gridPath(classes: number, cell: number): string {
  const step = classes <= 20 ? 1 : 10;
  const size = classes * cell;
  const lines: string[] = [];
  for (let at = 0; at <= classes; at += step) {
    lines.push(`M0 ${at * cell - 0.5}H${size}M${at * cell - 0.5} 0V${size}`);
  }
  return lines.join('');
}

function cut(name: string): string {
  return escapeXml(name.length <= MOST_CHARACTERS ? name : `${name.slice(0, MOST_CHARACTERS - 1)}…`);
}
