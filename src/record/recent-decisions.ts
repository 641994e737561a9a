import { bytesOfRecord, type StoredRecord } from './stored-record.js';

/** The last records of this process, for whoever looks on. */
export interface RecentDecisions {
  /** Takes a record that was made anyway. */
  add(record: StoredRecord): void;
  /**
   * Takes a record that nobody keeps.
   *
   * @param make called at once while somebody watches, else when somebody looks, and once only
   */
  addLater(id: string, make: () => StoredRecord): void;
  /** Newest first; makes those that were not made yet. */
  list(): readonly StoredRecord[];
  find(id: string): StoredRecord | undefined;
  /**
   * Tells each record from now on.
   *
   * @param onRecord must neither throw nor wait
   * @returns what ends it
   */
  watch(onRecord: (record: StoredRecord) => void): () => void;
}

export interface RecentDecisionsOptions {
  /** Records that are held; beyond it the oldest goes. Default 1,000. */
  readonly capacity?: number;
  /** Bytes that they take, roughly. Default 16 MiB. */
  readonly mostBytes?: number;
}

/** A record without text in memory. */
const BARE_BYTES = 3000;

interface Entry {
  readonly id: string;
  readonly bytes: number;
  readonly make: () => StoredRecord;
}

export function createRecentDecisions(options: RecentDecisionsOptions = {}): RecentDecisions {
  const { capacity = 1000, mostBytes = 16_777_216 } = options;
  // Insertion order is age.
  const entries = new Map<string, Entry>();
  const watchers = new Set<(record: StoredRecord) => void>();
  let bytes = 0;

  const drop = (entry: Entry | undefined): void => {
    if (entry !== undefined && entries.delete(entry.id)) bytes -= entry.bytes;
  };
  const push = (entry: Entry): void => {
    drop(entries.get(entry.id));
    entries.set(entry.id, entry);
    bytes += entry.bytes;
    while (entries.size > capacity || (bytes > mostBytes && entries.size > 1)) {
      const [oldest] = entries.values();
      drop(oldest);
    }
  };
  const tell = (record: StoredRecord): void => {
    for (const watcher of watchers) watcher(record);
  };
  return {
    add(record) {
      push({ id: record.id, bytes: bytesOfRecord(record), make: () => record });
      tell(record);
    },
    addLater(id, make) {
      let made: StoredRecord | undefined;
      const once = (): StoredRecord => (made ??= make());
      push({ id, bytes: BARE_BYTES, make: once });
      if (watchers.size > 0) tell(once());
    },
    list: () => [...entries.values()].reverse().map(({ make }) => make()),
    find: (id) => entries.get(id)?.make(),
    watch(onRecord) {
      // Its own function, so that whoever watches twice is told twice.
      const watcher = (record: StoredRecord): void => {
        onRecord(record);
      };
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
}
