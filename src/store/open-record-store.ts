import type { RecordStore } from './record-store.js';
import { parseStoreUrl } from './store-url.js';

export interface StoreOptions {
  /** Longest wait for another process's lock on an SQLite file, in milliseconds. Default 5 s. */
  readonly lockWaitMs?: number;
  /** Longest wait for a connection to Postgres, in milliseconds. Default 5 s. */
  readonly connectMs?: number;
  /** Longest run of a statement in Postgres, in milliseconds. Default one minute. */
  readonly statementMs?: number;
  /** Most pages of 4 KiB of an SQLite file, as if the disk were full beyond. No limit by default. */
  readonly maxPages?: number;
  /** Whether to refuse an SQLite file that is not there, instead of making it. Default not. */
  readonly mustExist?: boolean;
}

/**
 * Opens the store of records that a URL names, and makes its file or tables where there are none.
 *
 * @param url see {@link parseStoreUrl}
 * @throws DragomanError `usage` for a wrong URL; `store_unavailable`; `store_newer`
 */
export async function openRecordStore(url: string, options: StoreOptions = {}): Promise<RecordStore> {
  const { lockWaitMs = 5000, connectMs = 5000, statementMs = 60_000, maxPages, mustExist = false } = options;
  const address = parseStoreUrl(url);
  // Loaded when asked for: nobody needs both.
  if (address.kind === 'sqlite') {
    const { openSqlite } = await import('./sqlite/open-sqlite.js');
    return openSqlite({ path: address.path, lockWaitMs, maxPages, mustExist });
  }
  const { openPostgres } = await import('./postgres/open-postgres.js');
  return openPostgres({ ...address, connectMs, statementMs });
}
