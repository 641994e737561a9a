import { DragomanError } from '../errors.js';

/** The last record of a page: its time, and what tells it from others of that time. */
export interface PageCursor {
  readonly at: number;
  readonly key: string;
}

export function writeCursor({ at, key }: PageCursor): string {
  return `${at}.${key}`;
}

/** @throws DragomanError `usage` for what {@link writeCursor} did not write */
export function readCursor(text: string): PageCursor {
  const [, at, key] = /^(-?\d{1,16})\.([^\0]+)$/.exec(text) ?? [];
  if (at === undefined || key === undefined) {
    throw new DragomanError('usage', `"${text}" is no place in the records; give the "next" of a page`);
  }
  return { at: Number(at), key };
}

export const MOST_A_PAGE = 1000;

/** @throws DragomanError `usage` for a limit that is not 1 to {@link MOST_A_PAGE} */
export function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_A_PAGE) return;
  throw new DragomanError('usage', `the limit is ${limit}, must be a whole number from 1 to ${MOST_A_PAGE}`);
}
