import type { StoredRecord } from '../../src/record/stored-record.js';
import { openRecordStore } from '../../src/store/open-record-store.js';

/** Everything that a store holds, oldest first, read while somebody else may write it. */
export async function storedRecords(url: string): Promise<StoredRecord[]> {
  const store = await openRecordStore(url);
  const records: StoredRecord[] = [];
  try {
    for await (const batch of store.scan({})) records.push(...batch);
  } finally {
    await store.close();
  }
  return records;
}
