/** A vector of which few entries are not zero, such as counts of hashed n-grams. */
export interface SparseVector {
  /** Positions of the entries, without repeats. */
  readonly indices: Uint32Array;
  /** The entry at each position. */
  readonly values: Float32Array;
}
