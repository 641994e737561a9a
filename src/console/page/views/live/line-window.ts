import type { DecisionLine } from '../../../../admin/api/decisions.js';

/** Rows of a page, and most rows on the screen: what comes in live pushes the oldest out. */
export const PAGE_LINES = 100;
export const MOST_LINES = 200;

/** What the list shows, and what waits while the reader reads. All newest first. */
export interface LineWindow {
  readonly shown: readonly DecisionLine[];
  /** At most {@link MOST_LINES}; what is older is left to the server. */
  readonly waiting: readonly DecisionLine[];
  /** How many came while the list was held; may be more than wait. */
  readonly missed: number;
  /** Whether rows were pushed out, so that the end of the list is no longer where the next page begins. */
  readonly isCut: boolean;
}

export function windowOf(lines: readonly DecisionLine[]): LineWindow {
  return { shown: lines, waiting: [], missed: 0, isCut: false };
}

/** @param lines newest first; those that are there already are left out */
export function received(window: LineWindow, lines: readonly DecisionLine[]): LineWindow {
  const known = new Set([...window.shown, ...window.waiting].map(({ id }) => id));
  const fresh = lines.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return window;
  const waiting = [...fresh, ...window.waiting].slice(0, MOST_LINES);
  return { ...window, waiting, missed: window.missed + fresh.length };
}

/** Shows what waits. */
export function released({ shown, waiting, isCut }: LineWindow): LineWindow {
  const all = [...waiting, ...shown];
  return {
    shown: all.slice(0, MOST_LINES),
    waiting: [],
    missed: 0,
    isCut: isCut || all.length > MOST_LINES,
  };
}
