import { DragomanError } from '../errors.js';
import { postgresKind } from './postgres/postgres-kind.js';
import { sqliteKind } from './sqlite/sqlite-kind.js';
import type { StoreAddress, StoreKind } from './store-kind.js';

/** Every kind of store. A new one has a folder of its own, and a place here. */
const STORE_KINDS: readonly StoreKind[] = [sqliteKind, postgresKind];

/** How the URLs of stores are written, for messages and help. */
export const STORE_FORMS: string = STORE_KINDS.map(({ form }) => form).join(' or ');

/**
 * Reads the URL of a store of records, by its scheme.
 *
 * @throws DragomanError `usage`; its message holds no password
 */
export function parseStoreUrl(text: string): StoreAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
  if (scheme === undefined) {
    // What has no scheme may be anything, a password as well.
    throw new DragomanError('usage', `the URL of the records has no scheme; give ${STORE_FORMS}`);
  }
  const kind = STORE_KINDS.find(({ schemes }) => schemes.includes(scheme));
  if (kind !== undefined) return kind.read(text);
  throw new DragomanError('usage', `no records can be kept at a ${scheme}: URL; give ${STORE_FORMS}`);
}
