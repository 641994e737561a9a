/** The console's start: the shell, and the view that the address names. */
import { h } from './dom.js';
import { fetchJson } from './fetch-json.js';
import { formatHash, parseHash } from './hash-route.js';
import { listenToKeys } from './listen-to-keys.js';
import { errorNotice } from './notices.js';
import { buildShell } from './shell.js';
import { showKeys } from './show-keys.js';
import type { View, ViewContext } from './view.js';
import { VIEWS } from './views.js';

const shell = buildShell(document.body, VIEWS, () => {
  showKeys(VIEWS);
});
let leaving = new AbortController();

listenToKeys(shell.main, {
  go: (key) => {
    const view = VIEWS.find((candidate) => candidate.key === key);
    if (view !== undefined) location.hash = formatHash(view.name);
  },
  showKeys: () => {
    showKeys(VIEWS);
  },
});
markEntry(true);
window.addEventListener('hashchange', () => {
  markEntry(false);
  open();
  shell.main.focus({ preventScroll: true });
});
open();

/** Notes in the browser's history where the visit began, so that a way back leads to no other site. */
function markEntry(isFirst: boolean): void {
  if (history.state === null) history.replaceState({ isFirst }, '');
}

function open(): void {
  const { name, params } = parseHash(location.hash);
  const view = VIEWS.find((candidate) => candidate.name === name) ?? VIEWS[0];
  if (view !== undefined) void show(view, params);
}

async function show(view: View, params: URLSearchParams): Promise<void> {
  leaving.abort();
  const controller = new AbortController();
  leaving = controller;
  const { main } = shell;
  const root = h('div', { class: `view view-${view.name} stack` });
  shell.mark(view);
  document.title = `${view.title} · Dragoman`;
  main.replaceChildren(h('h1', {}, view.title), root);
  main.setAttribute('aria-busy', 'true');
  window.scrollTo(0, 0);
  try {
    await view.show(root, contextOf(view, params, controller.signal));
  } catch (error) {
    if (controller.signal.aborted) return;
    const retry = (): void => {
      void show(view, params);
    };
    root.replaceChildren(errorNotice(error, retry));
  }
  if (!controller.signal.aborted) main.removeAttribute('aria-busy');
}

function contextOf(view: View, params: URLSearchParams, signal: AbortSignal): ViewContext {
  return {
    params,
    signal,
    remember: (next) => {
      if (!signal.aborted) history.replaceState(history.state, '', formatHash(view.name, next));
    },
    fetchJson: <T>(path: string, init: RequestInit = {}) =>
      fetchJson(path, { signal, ...init }) as Promise<T>,
  };
}
