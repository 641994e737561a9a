import { h } from '../dom.js';

type Cell = Node | string | null;

export interface TableColumn {
  readonly title: string;
  /** Class of its cells, such as `num`. */
  readonly look?: string;
}

export interface DataTable {
  /** For those who listen to the page. */
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  /** Cells in the order of the columns; the first names the row. */
  readonly rows: readonly (readonly Cell[])[];
  /** Class of a row by its index. */
  readonly rowLook?: (index: number) => string | null;
}

/** A table in a box that scrolls sideways where it must. */
export function dataTable({ caption, columns, rows, rowLook }: DataTable): HTMLElement {
  const head = columns.map(({ title, look }) => h('th', { scope: 'col', class: look }, title));
  const body = rows.map((cells, row) =>
    h(
      'tr',
      { class: rowLook?.(row) },
      ...cells.map((cell, index) => {
        const look = columns[index]?.look;
        return index === 0 ? h('th', { scope: 'row', class: look }, cell) : h('td', { class: look }, cell);
      }),
    ),
  );
  return h(
    'div',
    { class: 'table-box' },
    h(
      'table',
      {},
      h('caption', { class: 'hidden-text' }, caption),
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...body),
    ),
  );
}
