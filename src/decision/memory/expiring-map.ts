import { LRUCache } from 'lru-cache';

export interface ExpiringMapOptions {
  /** Most entries; one more takes the place of the least recently used. */
  readonly entries: number;
  /** Age at which an entry is gone, counted from its last `set`, or from before it, in milliseconds. */
  readonly ttlMs: number;
  /** The clock, in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

interface Entry<V> {
  readonly value: V;
  readonly expiresAt: number;
}

/**
 * A bounded map with a time to live. All work is done by the calls: there is no timer to stop. A plain `Map` would look for
 * its oldest key past all that were deleted since it last grew, which a full one does with every `set`.
 */
export class ExpiringMap<V> {
  readonly #ttlMs: number;
  readonly #now: () => number;
  readonly #entries: LRUCache<string, Entry<V>>;
  #evictions = 0;

  constructor({ entries, ttlMs, now = () => performance.now() }: ExpiringMapOptions) {
    this.#ttlMs = ttlMs;
    this.#now = now;
    this.#entries = new LRUCache({
      max: entries,
      disposeAfter: (_value, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresAt > this.#now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** @param ageMs how old it is already, in milliseconds; default 0 */
  set(key: string, value: V, ageMs = 0): void {
    this.#entries.set(key, { value, expiresAt: this.#now() + this.#ttlMs - ageMs });
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
