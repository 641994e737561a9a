import { svg } from '../../dom.js';
import { cellStrength } from './cell-strength.js';
import type { Matrix, MatrixCell } from './confused-classes.js';
import { formatValue } from '../format-value.js';
import { axisLabel, picture, type Wording } from '../frame.js';
import { lettersOf, shortened } from '../shortened.js';
import { hideTip, showTip } from '../tip.js';

export interface MatrixChartData extends Wording {
  readonly matrix: Matrix;
  /** Called with a cell that is clicked, or on which Enter is pressed. */
  readonly onPick: (cell: MatrixCell) => void;
}

interface Grid {
  readonly left: number;
  readonly top: number;
  /** Side of a cell, in pixels. */
  readonly side: number;
  readonly count: number;
  /** Names above the columns stand slantwise where they do not fit lying. */
  readonly isSlanted: boolean;
}

const LETTER = 6.2;
const SLANT = 48;
const SLANT_RUN = Math.cos((SLANT * Math.PI) / 180);
const SLANT_RISE = Math.sin((SLANT * Math.PI) / 180);
/** Sides from which on names, and counts, can be read. */
const NAMES_FROM = 12;
const COUNTS_FROM = 18;

/** Rows are what is right, columns what was decided; the stronger a cell, the larger its share of its row. */
export function matrixChart({ matrix, onPick, label, says }: MatrixChartData, width: number): SVGSVGElement {
  const grid = gridOf(matrix, width);
  const size = grid.side * grid.count;
  const chart = picture({ width, height: grid.top + size + 8 }, { label, says });
  chart.append(
    axisLabel('decided →', grid.left, 11),
    axisLabel('right ↓', Math.max(0, grid.left - 8), grid.top - 6, 'end'),
    svg('rect', { class: 'chart-ground', x: grid.left, y: grid.top, width: size, height: size }),
    ...(grid.side >= NAMES_FROM ? matrix.names.flatMap((name, at) => nameShapes(name, at, grid)) : []),
    ...matrix.cells.map((cell) => cellShape(cell, grid)),
  );
  cellCursor(chart, { matrix, grid, onPick });
  return chart;
}

function gridOf({ names }: Matrix, width: number): Grid {
  const count = Math.max(1, names.length);
  const longest =
    Math.min(
      22,
      names.reduce((most, name) => Math.max(most, lettersOf(name).length), 4),
    ) * LETTER;
  const named = longest + 14;
  const lying = sideOf(width - named, count);
  if (longest + 8 < lying) return { left: named, top: 36, side: lying, count, isSlanted: false };
  // The last name leans to the right of the grid.
  const slanted = sideOf(width - named - longest * SLANT_RUN, count);
  if (slanted < NAMES_FROM)
    return { left: 46, top: 34, side: sideOf(width - 46, count), count, isSlanted: false };
  return { left: named, top: longest * SLANT_RISE + 34, side: slanted, count, isSlanted: true };
}

function sideOf(room: number, count: number): number {
  return Math.max(3, Math.min(80, Math.floor((room - 4) / count)));
}

function nameShapes(name: string, at: number, { left, top, side, isSlanted }: Grid): SVGTextElement[] {
  const middle = (at + 0.5) * side;
  const short = shortened(name, 22);
  const above = !isSlanted
    ? { x: left + middle, y: top - 8, 'text-anchor': 'middle' }
    : { transform: `translate(${left + middle + 3} ${top - 6}) rotate(${-SLANT})` };
  return [
    svg(
      'text',
      {
        class: 'chart-name',
        x: left - 7,
        y: top + middle,
        dy: '0.32em',
        'text-anchor': 'end',
        'aria-hidden': 'true',
      },
      short,
    ),
    svg('text', { class: 'chart-name', 'aria-hidden': 'true', ...above }, short),
  ];
}

function cellShape({ row, column, count, share }: MatrixCell, { left, top, side }: Grid): SVGGElement {
  const gap = side >= 8 ? 1 : 0;
  const [x, y] = [left + column * side, top + row * side];
  return svg(
    'g',
    { class: row === column ? 'cell-right' : 'cell-wrong', 'aria-hidden': 'true' },
    svg('rect', {
      ...{ x: x + gap, y: y + gap, width: side - 2 * gap, height: side - 2 * gap, rx: side >= 16 ? 3 : 0 },
      'fill-opacity': cellStrength(share),
    }),
    side < COUNTS_FROM
      ? null
      : svg(
          'text',
          { class: share > 0.5 ? 'strong' : null, x: x + side / 2, y: y + side / 2, dy: '0.34em' },
          count,
        ),
  );
}

interface CellCursor {
  readonly matrix: Matrix;
  readonly grid: Grid;
  readonly onPick: (cell: MatrixCell) => void;
}

/** A frame around the cell under the pointer, or that the arrow keys moved to. */
function cellCursor(chart: SVGSVGElement, { matrix, grid, onPick }: CellCursor): void {
  const ring = svg('rect', { class: 'cell-ring', width: grid.side, height: grid.side, rx: 3, hidden: true });
  const cellsByPlace = new Map(matrix.cells.map((cell) => [cell.row * grid.count + cell.column, cell]));
  let [row, column] = [0, 0];
  const here = (): MatrixCell =>
    cellsByPlace.get(row * grid.count + column) ?? emptyCell(matrix, row, column);
  const show = (x?: number, y?: number): void => {
    ring.setAttribute('x', String(grid.left + column * grid.side));
    ring.setAttribute('y', String(grid.top + row * grid.side));
    ring.removeAttribute('hidden');
    const { left, top } = chart.getBoundingClientRect();
    const tip = tipOf(here(), matrix);
    chart.setAttribute('aria-description', `${tip.title}, ${tip.lines.join(', ')}`);
    showTip(chart, {
      ...tip,
      x: x ?? left + grid.left + (column + 1) * grid.side,
      y: y ?? top + grid.top + row * grid.side,
    });
  };
  const hide = (): void => {
    ring.setAttribute('hidden', '');
    hideTip(chart);
  };
  chart.append(ring);
  chart.setAttribute('tabindex', '0');
  chart.addEventListener('pointermove', ({ clientX, clientY }) => {
    const place = placeAt(chart, grid, clientX, clientY);
    if (place === undefined) {
      hide();
      return;
    }
    [row, column] = place;
    show(clientX, clientY);
  });
  chart.addEventListener('pointerleave', hide);
  chart.addEventListener('blur', hide);
  chart.addEventListener('click', ({ clientX, clientY }) => {
    if (placeAt(chart, grid, clientX, clientY) !== undefined) onPick(here());
  });
  chart.addEventListener('focus', () => {
    if (chart.matches(':focus-visible')) show();
  });
  chart.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (step === undefined) onPick(here());
    else [row, column] = [bounded(row + step[0], grid.count), bounded(column + step[1], grid.count)];
    show();
  });
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function bounded(value: number, count: number): number {
  return Math.min(count - 1, Math.max(0, value));
}

function placeAt(
  chart: SVGSVGElement,
  { left, top, side, count }: Grid,
  x: number,
  y: number,
): [number, number] | undefined {
  const box = chart.getBoundingClientRect();
  const [row, column] = [Math.floor((y - box.top - top) / side), Math.floor((x - box.left - left) / side)];
  return row >= 0 && column >= 0 && row < count && column < count ? [row, column] : undefined;
}

function emptyCell({ names }: Matrix, row: number, column: number): MatrixCell {
  return { row, column, truth: names[row] ?? '', decided: names[column] ?? '', count: 0, share: 0 };
}

function tipOf(
  { truth, decided, count, share, row }: MatrixCell,
  { totals }: Matrix,
): { title: string; lines: string[] } {
  return {
    title: truth === decided ? `${truth}: right` : `${truth} → ${decided}`,
    lines: [`${count} of ${totals[row] ?? 0}`, `${formatValue(share, 'share')} of what is ${truth}`],
  };
}
