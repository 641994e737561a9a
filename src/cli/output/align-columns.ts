import { cutToWidth, displayWidth, padToWidth } from './display-width.js';
import { type Paint, PLAIN } from './paint.js';

/** Where a table is shown. */
export interface TableStyle {
  /** Columns of the terminal; default no limit. */
  readonly width?: number;
  /** Colours the first row, which is then the head; default none. */
  readonly paint?: Paint;
}

interface Column {
  /** Its place in a row. */
  readonly at: number;
  readonly width: number;
  readonly isNumeric: boolean;
  /** Whether it is the interval of the column before, which it must stay beside. */
  readonly isInterval: boolean;
}

const GAP = '  ';

/** The least that a column of text is cut to. */
const LEAST_TEXT = 16;

/**
 * Rows as lines of aligned columns, two spaces apart; columns that hold only numbers, but for their head, stand to the right.
 * Where they are wider than the terminal, text is cut; where that is not enough, the table is folded: what is left of the
 * columns stands below, beside the first one again.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  { width = Infinity, paint = PLAIN }: TableStyle = {},
): string[] {
  return foldColumns(columnsOf(rows), width).flatMap((columns, part) => {
    const [head, ...body] = rows.map((row) => lineOf(row, columns));
    if (head === undefined) return [];
    return [...(part === 0 ? [] : ['']), paint.heading(head), ...body];
  });
}

function columnsOf(rows: readonly (readonly string[])[]): Column[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, at) => {
    const cells = rows.map((row) => row[at] ?? '');
    const body = cells.slice(1).filter((cell) => cell !== '' && cell !== '-');
    const width = Math.max(...cells.map(displayWidth));
    const isNumeric = body.length > 0 && body.every((cell) => /^[-+]?\d[\d.e-]*$/.test(cell));
    return { at, width, isNumeric, isInterval: at > 1 && cells[0]?.startsWith('95 %') === true };
  });
}

function lineOf(row: readonly string[], columns: readonly Column[]): string {
  return columns
    .map(({ at, width, isNumeric }) =>
      padToWidth(cutToWidth(row[at] ?? '', width), width, isNumeric ? 'left' : 'right'),
    )
    .join(GAP)
    .trimEnd();
}

/** The columns as one table, or as several that each begin with the first column. */
function foldColumns(columns: readonly Column[], width: number): (readonly Column[])[] {
  const cut = cutColumns(columns, width);
  const [first, ...others] = columns;
  if (first === undefined || widthOf(cut) <= width) return [cut];
  const parts: Column[][] = [[first]];
  for (const [at, column] of others.entries()) {
    const part = parts.at(-1) ?? [];
    const next = others[at + 1];
    const together = next?.isInterval === true ? [column, next] : [column];
    const isFull = part.length > 1 && widthOf([...part, ...together]) > width;
    if (isFull && !column.isInterval) parts.push([first, column]);
    else part.push(column);
  }
  return parts;
}

/** Takes what is too much from the widest columns of text, one column of the terminal at a time. */
function cutColumns(columns: readonly Column[], width: number): readonly Column[] {
  const cut = columns.map((column) => ({ ...column }));
  for (let left = widthOf(cut) - width; left > 0; left -= 1) {
    const texts = cut.filter((column) => !column.isNumeric && column.width > LEAST_TEXT);
    if (texts.length === 0) break;
    const widest = texts.reduce((most, column) => (column.width > most.width ? column : most));
    widest.width -= 1;
  }
  return cut;
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + column.width + GAP.length, -GAP.length);
}
