import { h } from '../../dom.js';
import { formatCount } from '../../format.js';
import { PAGE_LINES } from './line-window.js';

/** The buttons below the list. */
export interface Pager {
  readonly element: HTMLElement;
  readonly set: (place: {
    /** From 1. */
    readonly page: number;
    readonly rows: number;
    readonly hasNext: boolean;
  }) => void;
}

export interface PagerHandlers {
  readonly newest: () => void;
  readonly newer: () => void;
  readonly older: () => void;
}

export function pager(handlers: PagerHandlers): Pager {
  const newest = h('button', { disabled: true, click: handlers.newest }, 'Newest');
  const newer = h('button', { disabled: true, click: handlers.newer }, '‹ Newer');
  const older = h('button', { disabled: true, click: handlers.older }, 'Older ›');
  const place = h('span', { class: 'muted small', role: 'status' });
  return {
    element: h('nav', { class: 'row pager', 'aria-label': 'Pages' }, newest, newer, older, place),
    set: ({ page, rows, hasNext }) => {
      newest.disabled = page === 1;
      newer.disabled = page === 1;
      older.disabled = !hasNext;
      const first = (page - 1) * PAGE_LINES + 1;
      const range = `${formatCount(first)} to ${formatCount(first + rows - 1)}`;
      place.textContent = rows === 0 ? '' : `Rows ${range}${hasNext ? '' : ', the last'}`;
    },
  };
}
