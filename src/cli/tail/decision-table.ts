import type { DecisionLine } from '../../admin/api/decisions.js';
import { cutToWidth, displayWidth, padToWidth } from '../output/display-width.js';
import type { OutputStyle } from '../output/output-style.js';
import type { Paint } from '../output/paint.js';
import { visibleText } from '../output/visible-text.js';

interface Column {
  readonly name: string;
  /** Columns of the terminal to begin with, and at most. */
  readonly width: number;
  readonly most: number;
  readonly isNumeric?: boolean;
  readonly cell: (decision: DecisionLine) => string;
  readonly colour?: (decision: DecisionLine, paint: Paint) => (text: string) => string;
}

/** In the order in which they are left out where the terminal is narrow, the last first. */
const COLUMNS: readonly Column[] = [
  {
    ...{ name: 'time', width: 8, most: 8, cell: ({ at }) => new Date(at).toTimeString().slice(0, 8) },
    colour: (_, paint) => paint.faint,
  },
  { name: 'route', width: 12, most: 24, cell: ({ route }) => route ?? '-' },
  {
    ...{ name: 'model', width: 12, most: 32, cell: modelOf },
    colour: ({ escalated }, paint) => (escalated ? paint.doubtful : asItIs),
  },
  {
    ...{ name: 'status', width: 6, most: 6, isNumeric: true, cell: ({ status }) => String(status ?? '-') },
    colour: ({ status }, paint) => (status === null ? paint.faint : status < 400 ? paint.good : paint.bad),
  },
  { name: 'reason', width: 16, most: 24, cell: ({ reason }) => reason },
  { name: 'margin', width: 6, most: 6, isNumeric: true, cell: ({ margin }) => margin?.toFixed(3) ?? '-' },
  { name: 'ms', width: 6, most: 8, isNumeric: true, cell: ({ totalMs }) => totalMs?.toFixed(0) ?? '-' },
  { name: 'US$', width: 9, most: 12, isNumeric: true, cell: ({ costUsd }) => costUsd?.toFixed(6) ?? '-' },
];

const GAP = '  ';

/** The least of a prompt that is worth its place. */
const LEAST_TEXT = 12;

/** A table that grows line by line. */
export interface DecisionTable {
  /** The decision's line; before it the head, at first and when a column had to grow. */
  linesOf(decision: DecisionLine): string[];
}

export function createDecisionTable({ paint, width }: Pick<OutputStyle, 'paint' | 'width'>): DecisionTable {
  const widths = COLUMNS.map((column) => column.width);
  let hasHead = false;
  const lineOf = (
    cells: readonly string[],
    text: string,
    colours: readonly ((cell: string) => string)[],
  ): string => {
    const shown = shownColumns(widths, width);
    const parts = cells
      .slice(0, shown)
      .map((cell, at) =>
        (colours[at] ?? asItIs)(fitted(cell, widths[at] ?? 0, COLUMNS[at]?.isNumeric === true)),
      );
    const left = width - usedBy(widths.slice(0, shown)) - GAP.length;
    return [...parts, ...(left >= LEAST_TEXT ? [cutToWidth(text, left)] : [])].join(GAP).trimEnd();
  };
  return {
    linesOf(decision) {
      const cells = COLUMNS.map(({ cell }) => visibleText(cell(decision)));
      const grown = cells.map((cell, at) =>
        Math.min(COLUMNS[at]?.most ?? 0, Math.max(widths[at] ?? 0, displayWidth(cell))),
      );
      const needsHead = !hasHead || grown.some((one, at) => one > (widths[at] ?? 0));
      widths.splice(0, widths.length, ...grown);
      hasHead = true;
      const names = COLUMNS.map(({ name }) => name);
      const colours = COLUMNS.map(({ colour }) => colour?.(decision, paint) ?? asItIs);
      const line = lineOf(cells, visibleText(decision.text ?? ''), colours);
      return needsHead ? [paint.heading(lineOf(names, 'text', [])), line] : [line];
    },
  };
}

/** `small > large` where another model answered than was decided for. */
function modelOf({ model, answeredBy }: DecisionLine): string {
  return answeredBy === null || answeredBy === model ? model : `${model} > ${answeredBy}`;
}

function fitted(cell: string, width: number, isNumeric: boolean): string {
  return padToWidth(cutToWidth(cell, width), width, isNumeric ? 'left' : 'right');
}

/** How many columns there is room for; the first two are always shown. */
function shownColumns(widths: readonly number[], width: number): number {
  let count = widths.length;
  while (count > 2 && usedBy(widths.slice(0, count)) > width) count -= 1;
  return count;
}

function usedBy(widths: readonly number[]): number {
  return widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
}

function asItIs(text: string): string {
  return text;
}
