import { h } from '../dom.js';

/** A titled box. @param note small words beside the title */
export function panel(
  title: string,
  note: string | null,
  ...content: readonly (Node | string | null)[]
): HTMLElement {
  const heading = h('h2', {}, title, note === null ? null : h('small', {}, note));
  return h('section', { class: 'panel', 'aria-label': title }, heading, ...content);
}

/** Names and values. Values that are `null` are left out. */
export function factList(facts: Readonly<Record<string, Node | string | null>>): HTMLElement {
  const rows = Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [h('dt', {}, name), h('dd', {}, value)],
  );
  return h('dl', { class: 'facts' }, ...rows);
}
