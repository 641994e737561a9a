import { h } from '../dom.js';

export interface StatTile {
  readonly label: string;
  /** The number, with its unit. */
  readonly value: string;
  readonly meaning?: 'good' | 'bad' | 'none';
  /** The interval, or what it is of. */
  readonly note: string;
  readonly picture?: Element | undefined;
}

/** A number that is read first, with its interval below. */
function statTile({ label, value, meaning = 'none', note, picture }: StatTile): HTMLElement {
  return h(
    'div',
    { class: 'panel stat', role: 'group', 'aria-label': label },
    h('h3', {}, label),
    h('p', { class: `stat-value ${meaning}` }, value),
    h('p', { class: 'muted small' }, note),
    picture,
  );
}

/** Tiles in a row. */
export function statTiles(tiles: readonly StatTile[]): HTMLElement {
  return h('div', { class: 'stats' }, ...tiles.map(statTile));
}
