import type { RecordStore } from './record-store.js';

/** A store that is opened when it is first needed. */
export interface StoreHandle {
  /** @throws {DragomanError} `store_unavailable` or `store_newer`, as long as it cannot be opened; each call tries again */
  get(): Promise<RecordStore>;
  close(): Promise<void>;
}

export function createStoreHandle(open: () => Promise<RecordStore>): StoreHandle {
  let opening: Promise<RecordStore> | undefined;
  return {
    get() {
      opening ??= open().catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async close() {
      const store = await opening?.catch(() => undefined);
      await store?.close();
    },
  };
}
