import { h } from '../dom.js';

export interface LegendEntry {
  readonly name: string;
  /** 1 to 8 of the palette. */
  readonly colour: number;
}

/** Says which colour is what. */
export function legend(entries: readonly LegendEntry[]): HTMLElement {
  return h(
    'ul',
    { class: 'chart-legend', 'aria-label': 'Colours' },
    ...entries.map(({ name, colour }) =>
      h('li', { class: `series-${colour}` }, h('i', { class: 'chart-key' }), name),
    ),
  );
}
