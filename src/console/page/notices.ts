import { h } from './dom.js';
import { ApiError } from './fetch-json.js';

/** Says that there is nothing, and what would bring something. */
export function emptyNotice(what: string, remedy: string): HTMLElement {
  return h('div', { class: 'empty', role: 'status' }, h('strong', {}, what), h('span', {}, remedy));
}

/** Says what went wrong, with a button to try again. */
export function errorNotice(error: unknown, retry?: () => void): HTMLElement {
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof ApiError && error.status > 0 ? `HTTP ${error.status}` : null;
  return h(
    'div',
    { class: 'notice bad stack', role: 'alert' },
    h('p', {}, h('strong', {}, 'This could not be shown. '), h('span', { class: 'foreign' }, message)),
    h(
      'div',
      { class: 'row' },
      retry === undefined ? null : h('button', { click: retry }, 'Try again'),
      status === null ? null : h('span', { class: 'muted small' }, status),
    ),
  );
}
