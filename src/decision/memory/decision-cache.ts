import { ExpiringMap } from './expiring-map.js';
import { createKeyedHash, type KeyedHash } from './keyed-hash.js';
import { NearDuplicates } from './near-duplicates.js';
import { normaliseText } from './normalise-text.js';

export interface DecisionCacheOptions {
  /** Age at which an entry is gone, in milliseconds. */
  readonly ttlMs: number;
  /** Most entries; about 200 bytes each, and what is cached. */
  readonly entries: number;
  /** Whether tenants never see each other's entries. */
  readonly perTenant: boolean;
  /** Smallest cosine at which two texts count as the same; `undefined`: only exact repeats count. */
  readonly minCosine?: number | undefined;
  /** Names questions; default: as no other process does. */
  readonly hash?: KeyedHash | undefined;
  /** The clock, in milliseconds; default `performance.now`. */
  readonly now?: () => number;
}

/** What a decision follows from. Two requests that agree in all of it get the same one. */
export interface CacheQuestion {
  /** Of all that scores follow from but the request: the registry, and the heads and the encoder that read it. */
  readonly version: string;
  readonly tenant: string | undefined;
  /** What the heads look at: the text of the request's focus. */
  readonly text: string;
  /** See {@link cacheTraits}. */
  readonly traits: readonly (string | undefined)[];
}

/** Names a question without its text. */
export interface CacheKey {
  readonly exact: string;
  /** The same for all texts that are equal in everything else. */
  readonly scope: string;
}

/** Since the start. */
export interface DecisionCacheCounts {
  readonly hits: number;
  /** Of the misses, those that a near duplicate answered. */
  readonly nearHits: number;
  /** Questions without an exact repeat. */
  readonly misses: number;
  /** Entries that gave way to newer ones before their time was over. */
  readonly evictions: number;
}

/**
 * Remembers what was found for a text, so that repeats need no heads, no encoder and no model. What is kept must follow
 * from the question alone: scores, never a decision that hard limits of one request went into. No text is kept, only
 * hashes under a key of this process, or of these replicas.
 *
 * Order of use: {@link keyOf}, {@link get}; on a miss {@link nearest} once there is an embedding; at the end {@link put}.
 */
export class DecisionCache<V extends object> {
  readonly #perTenant: boolean;
  readonly #hash: KeyedHash;
  readonly #exact: ExpiringMap<V>;
  readonly #near: NearDuplicates<V> | undefined;
  #hits = 0;
  #nearHits = 0;
  #misses = 0;

  constructor(options: DecisionCacheOptions) {
    const { ttlMs, entries, minCosine, now = () => performance.now() } = options;
    this.#perTenant = options.perTenant;
    this.#hash = options.hash ?? createKeyedHash();
    this.#exact = new ExpiringMap({ entries, ttlMs, now });
    this.#near = minCosine === undefined ? undefined : new NearDuplicates({ minCosine, ttlMs, now });
  }

  keyOf({ version, tenant, text, traits }: CacheQuestion): CacheKey {
    const scope = this.#hash([version, this.#perTenant ? tenant : undefined, ...traits]);
    return { scope, exact: this.#hash([scope, normaliseText(text)]) };
  }

  /** What was found for the same question. */
  get(key: CacheKey): V | undefined {
    const value = this.#exact.get(key.exact);
    if (value === undefined) this.#misses += 1;
    else this.#hits += 1;
    return value;
  }

  /**
   * What was found for a question that differs in a few words only.
   *
   * @param vector embedding of the text, of length 1
   */
  nearest(key: CacheKey, vector: Float32Array): V | undefined {
    const value = this.#near?.nearest(key.scope, vector);
    if (value !== undefined) this.#nearHits += 1;
    return value;
  }

  /**
   * @param vector embedding of the text, of length 1; leave it out for what {@link nearest} found, or duplicates of
   * duplicates would drift away from what was really scored
   * @param ageMs how long ago it was found, by another replica; default: just now
   */
  put(key: CacheKey, value: V, vector?: Float32Array, ageMs = 0): void {
    this.#exact.set(key.exact, value, ageMs);
    if (vector !== undefined) this.#near?.add(key.scope, vector, value);
  }

  get counts(): DecisionCacheCounts {
    return {
      hits: this.#hits,
      nearHits: this.#nearHits,
      misses: this.#misses,
      evictions: this.#exact.evictions,
    };
  }
}
