export interface ExpiringMapOptions {
  /** Most entries; one more takes the place of the least recently used. */
  readonly entries: number;
  /** Age at which an entry is gone, counted from its last `set`, in milliseconds. */
  readonly ttlMs: number;
  /** The clock, in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

interface Entry<V> {
  readonly value: V;
  readonly expiresAt: number;
}

/** A bounded map with a time to live. All work is done by the calls: there is no timer to stop. */
export class ExpiringMap<V> {
  readonly #options: ExpiringMapOptions;
  readonly #now: () => number;
  // A Map keeps the order of insertion, so its first key is the least recently used.
  readonly #entries = new Map<string, Entry<V>>();
  #evictions = 0;

  constructor(options: ExpiringMapOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expiresAt <= this.#now()) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    // Only a full map looks for its oldest key: the way to it leads past those that were deleted.
    const [oldest] = this.#entries.size < this.#options.entries ? [] : this.#entries.keys();
    if (oldest !== undefined) {
      this.#entries.delete(oldest);
      this.#evictions += 1;
    }
    this.#entries.set(key, { value, expiresAt: this.#now() + this.#options.ttlMs });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Entries held, those among them whose time is over included. */
  get size(): number {
    return this.#entries.size;
  }

  /** Entries that gave way to newer ones since the start. */
  get evictions(): number {
    return this.#evictions;
  }
}
