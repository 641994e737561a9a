import type { DecisionLine } from '../../../../admin/api/decisions.js';
import { h } from '../../dom.js';
import { lineHeader, lineRow } from './line-row.js';

/** The rows of decisions; rows that stay are left alone, so that focus and selection stay too. */
export interface LineTable {
  readonly element: HTMLElement;
  readonly render: (lines: readonly DecisionLine[]) => void;
  /** Whether the reader is in it, with the pointer or the keyboard. */
  readonly isInUse: () => boolean;
}

export function lineTable(): LineTable {
  const body = h('tbody');
  const table = h(
    'table',
    { class: 'lines' },
    h('caption', { class: 'hidden-text' }, 'Decisions, newest first'),
    lineHeader(),
    body,
  );
  return {
    element: h('div', { class: 'table-box' }, table),
    render: (lines) => {
      renderRows(body, lines);
      table.classList.toggle(
        'has-text',
        lines.some(({ text }) => text !== null),
      );
    },
    isInUse: () => body.matches(':hover') || body.contains(document.activeElement),
  };
}

function renderRows(body: HTMLTableSectionElement, lines: readonly DecisionLine[]): void {
  const rows = new Map([...body.rows].map((row) => [row.dataset['id'], row]));
  const ids = new Set<string | undefined>(lines.map(({ id }) => id));
  for (const [id, row] of rows) if (!ids.has(id)) row.remove();
  let place: Element | null = body.firstElementChild;
  for (const line of lines) {
    const row = rows.get(line.id);
    if (row === undefined) body.insertBefore(lineRow(line), place);
    else place = row.nextElementSibling;
  }
}
