import type { StoredRecord } from '../record/stored-record.js';
import { readCursor, writeCursor } from '../store/page-cursor.js';
import type { RecordFilter, RecordPage } from '../store/record-store.js';
import { isMeant } from './query/decision-filter.js';

/**
 * A page of what is in memory. Records go on coming and going meanwhile: a page begins after the record that the page before
 * ended with, or, where that is gone, with those decided before it.
 *
 * @param records newest first, in the order in which they were finished
 * @param after `next` of the page before
 * @throws DragomanError `usage` for a cursor that no page gave
 */
export function pageRecent(
  records: readonly StoredRecord[],
  filter: RecordFilter,
  limit: number,
  after: string | undefined,
): RecordPage {
  const sorted = records
    .filter((record) => isMeant(record, filter))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const from = after === undefined ? 0 : startAfter(sorted, after);
  const page = sorted.slice(from, from + limit);
  const last = page.at(-1);
  const isLast = last === undefined || from + limit >= sorted.length;
  return isLast ? { records: page } : { records: page, next: writeCursor({ at: last.at, key: last.id }) };
}

/** @param sorted newest first, those of one millisecond by descending id */
function startAfter(sorted: readonly StoredRecord[], after: string): number {
  const { at, key } = readCursor(after);
  const found = sorted.findIndex((record) => record.at < at || (record.at === at && record.id < key));
  return found < 0 ? sorted.length : found;
}
