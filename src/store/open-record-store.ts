import type { RecordStore } from './record-store.js';
import type { StoreOptions } from './store-kind.js';
import { parseStoreUrl } from './store-url.js';

/**
 * Opens the store of records that a URL names, and makes its file or tables where there are none.
 *
 * @throws DragomanError `usage` for a wrong URL; `store_unavailable`; `store_newer`
 */
export async function openRecordStore(url: string, options: StoreOptions = {}): Promise<RecordStore> {
  return parseStoreUrl(url).open(options);
}
