import { h } from '../dom.js';
import { numbersTable, type NumbersTable } from './numbers-table.js';
import { tipsOf } from './tip.js';

export interface FigureParts {
  readonly title: string;
  /** How to read it, or what it says, in a sentence. */
  readonly note?: string | undefined;
  /** Above the picture, such as a legend or buttons. */
  readonly head?: Element | undefined;
  /** Drawn again whenever the width, in pixels, changes. */
  readonly draw: (width: number) => Element;
  /** The same in numbers. */
  readonly table: NumbersTable;
  /** When the view is left. */
  readonly signal: AbortSignal;
}

/** A picture with its title, its tips, and a table that says the same. */
export function chartFigure({ title, note, head, draw, table, signal }: FigureParts): HTMLElement {
  const plot = h('div', { class: 'chart-plot' });
  const tip = h('div', { class: 'chart-tip', role: 'status', hidden: true });
  const figure = h(
    'figure',
    { class: 'panel chart' },
    h(
      'figcaption',
      { class: 'chart-caption' },
      h('h2', {}, title),
      note === undefined ? null : h('p', { class: 'muted small' }, note),
    ),
    head,
    plot,
    tableToggle(table, title),
    tip,
  );
  tipsOf(figure, tip);
  drawToFit(plot, draw, signal);
  return figure;
}

/** Keeps `place` filled with what `draw` makes for its width. */
export function drawToFit(place: HTMLElement, draw: (width: number) => Element, signal: AbortSignal): void {
  let drawn = 0;
  const observer = new ResizeObserver(() => {
    const width = Math.floor(place.clientWidth);
    if (width < 1 || width === drawn) return;
    drawn = width;
    place.replaceChildren(draw(width));
  });
  observer.observe(place);
  signal.addEventListener('abort', () => {
    observer.disconnect();
  });
}

/** The table is made when it is first asked for: some have thousands of rows. */
function tableToggle(table: NumbersTable, title: string): HTMLElement {
  const details = h('details', { class: 'chart-table' }, h('summary', {}, 'As a table'));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(numbersTable(table, title));
  });
  return details;
}
