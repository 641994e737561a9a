import { dot } from '../../heads/matrix.js';

export interface NearDuplicatesOptions {
  /** Smallest cosine at which two texts count as the same, in (0, 1]; see {@link fitNearDuplicateBound}. */
  readonly minCosine: number;
  /** Vectors kept, the newest; a look-up scans them all (0.2 ms for 512 of 384 numbers). Default 512. */
  readonly vectors?: number;
  /** In milliseconds. */
  readonly ttlMs: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

interface Slot<V> {
  readonly scope: string;
  readonly value: V;
  readonly expiresAt: number;
  readonly tail: number;
}

const VECTORS = 512;
/** Numbers of a row that are compared before anything else. */
const HEAD = 64;
const ROUNDING = 1e-6;

/** A ring of unit vectors and what was found for each. */
export class NearDuplicates<V> {
  readonly #options: NearDuplicatesOptions;
  readonly #capacity: number;
  readonly #slots: Slot<V>[] = [];
  /** One row a slot; made when the first vector tells its length. */
  #rows = new Float32Array(0);
  #next = 0;

  constructor(options: NearDuplicatesOptions) {
    this.#options = options;
    this.#capacity = options.vectors ?? VECTORS;
  }

  /**
   * What was found for the nearest vector of the same scope, if it is near enough.
   *
   * @param vector of length 1; one with another number of dimensions than those kept finds nothing
   */
  nearest(scope: string, vector: Float32Array): V | undefined {
    if (vector.length * this.#capacity !== this.#rows.length) return undefined;
    const now = this.#options.now();
    const rows = this.#rows;
    const length = vector.length;
    const head = vector.subarray(0, HEAD);
    const rest = vector.subarray(HEAD);
    const tail = tailNorm(vector);
    let best = this.#options.minCosine;
    let value: V | undefined;
    for (let at = 0; at < this.#slots.length; at += 1) {
      const slot = this.#slots[at];
      if (slot?.scope !== scope || slot.expiresAt <= now) continue;
      const from = at * length;
      const start = dot(rows, from, head);
      // The rest adds at most the product of its lengths (Cauchy and Schwarz), so most rows need not be read further.
      if (start + slot.tail * tail < best - ROUNDING) continue;
      const cosine = start + dot(rows, from + HEAD, rest);
      // Not a number is never near.
      if (cosine >= best) [best, value] = [cosine, slot.value];
    }
    return value;
  }

  /** Takes the place of the oldest when the ring is full. Vectors of another length start the ring anew. */
  add(scope: string, vector: Float32Array, value: V): void {
    if (vector.length * this.#capacity !== this.#rows.length) {
      this.#rows = new Float32Array(vector.length * this.#capacity);
      this.#slots.length = 0;
      this.#next = 0;
    }
    this.#rows.set(vector, this.#next * vector.length);
    this.#slots[this.#next] = {
      scope,
      value,
      expiresAt: this.#options.now() + this.#options.ttlMs,
      tail: tailNorm(vector),
    };
    this.#next = (this.#next + 1) % this.#capacity;
  }
}

/** Length of what stands behind the first {@link HEAD} numbers. */
function tailNorm(vector: Float32Array): number {
  let sum = 0;
  for (let at = HEAD; at < vector.length; at += 1) sum += (vector[at] ?? 0) ** 2;
  return Math.sqrt(sum);
}
