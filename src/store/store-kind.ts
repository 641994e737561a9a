import type { RecordStore } from './record-store.js';

/** How a store is opened; each kind looks at what concerns it. */
export interface StoreOptions {
  /** Whether to refuse a file that is not there, instead of making it. Default not. */
  readonly mustExist?: boolean;
  /** Longest run of a statement on a server, in milliseconds. Default one minute. */
  readonly statementMs?: number;
}

/** Where records are kept. */
export interface StoreAddress {
  /** Its URL without password and settings, for messages. */
  readonly shown: string;
  /**
   * Makes the file or the tables where there are none. Its code is imported here: nobody needs two kinds.
   *
   * @throws DragomanError `store_unavailable`, `store_newer`
   */
  readonly open: (options: StoreOptions) => Promise<RecordStore>;
}

/** One kind of store of records. */
export interface StoreKind {
  /** What its URLs begin with, before the colon. */
  readonly schemes: readonly string[];
  /** How its URLs are written, for messages and help. */
  readonly form: string;
  /**
   * Reads a URL with one of the schemes.
   *
   * @throws DragomanError `usage`; its message holds no password
   */
  readonly read: (url: string) => StoreAddress;
}
