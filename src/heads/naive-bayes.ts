import type { Pace } from './pace.js';
import type { SparseVector } from './sparse-vector.js';

/** Multinomial naive Bayes with even priors. Only positions that a class has seen are stored, by position. */
export interface NaiveBayesHead {
  readonly classes: number;
  /** Where the entries of each position begin, and behind the last one where they end. */
  readonly starts: Uint32Array;
  /** Class of each entry. */
  readonly owners: Uint16Array;
  /** Logarithm of how much more likely the position is in that class than one the class has never seen. */
  readonly weights: Float32Array;
  /** What each class takes for every unit of a text's length: large classes have seen more. Mean 0. */
  readonly bias: Float32Array;
}

/** Seen by each class of each position before the first row; .01 is better for many rows, .1 for few (docs/adr/0008-route-head.md). */
const PRIOR = 0.02;
/** Rows, or positions, between two looks at the pace. */
const STRIDE = 64;

/**
 * Fits in one pass (McCallum and Nigam 1998, "A Comparison of Event Models for Naive Bayes Text Classification"). Signs of
 * the values do not count.
 *
 * @param labels class of each row, 0 to `classes` - 1; at most 65,536 classes
 */
export async function fitNaiveBayes(
  rows: readonly SparseVector[],
  labels: ArrayLike<number>,
  {
    classes,
    dimensions,
    pace,
  }: { readonly classes: number; readonly dimensions: number; readonly pace: Pace },
): Promise<NaiveBayesHead> {
  const seen = await byPosition(rows, labels, dimensions, pace);
  const totals = new Float64Array(classes);
  const sums = new Float32Array(classes);
  const starts = new Uint32Array(dimensions + 1);
  const owners = new Uint16Array(seen.owners.length);
  const weights = new Float32Array(seen.owners.length);
  let count = 0;
  for (let position = 0; position < dimensions; position += 1) {
    if (position % STRIDE === 0) await pace();
    starts[position] = count;
    const first = count;
    for (let at = seen.starts[position] ?? 0; at < (seen.starts[position + 1] ?? 0); at += 1) {
      const owner = seen.owners[at] ?? 0;
      if (sums[owner] === 0) owners[count++] = owner;
      sums[owner] = (sums[owner] ?? 0) + (seen.values[at] ?? 0);
    }
    for (let at = first; at < count; at += 1) {
      const owner = owners[at] ?? 0;
      const sum = sums[owner] ?? 0;
      weights[at] = Math.log1p(sum / PRIOR);
      totals[owner] = (totals[owner] ?? 0) + sum;
      sums[owner] = 0;
    }
  }
  starts[dimensions] = count;
  const shares = totals.map((total) => Math.log(total + PRIOR * dimensions));
  const mean = shares.reduce((sum, share) => sum + share, 0) / (classes || 1);
  const bias = Float32Array.from(shares, (share) => mean - share);
  return { classes, starts, owners: owners.slice(0, count), weights: weights.slice(0, count), bias };
}

/** One logit a class, 0 on average; positions that no class has seen do not count. */
export function naiveBayesLogits(head: NaiveBayesHead, { indices, values }: SparseVector): Float32Array {
  const { starts, owners, weights } = head;
  const logits = new Float32Array(head.classes);
  let length = 0;
  for (let entry = 0; entry < indices.length; entry += 1) {
    const position = indices[entry] ?? 0;
    const value = Math.abs(values[entry] ?? 0);
    const end = starts[position + 1] ?? 0;
    length += value;
    for (let at = starts[position] ?? 0; at < end; at += 1) {
      const owner = owners[at] ?? 0;
      logits[owner] = (logits[owner] ?? 0) + value * (weights[at] ?? 0);
    }
  }
  let sum = 0;
  for (let k = 0; k < logits.length; k += 1) {
    const logit = (logits[k] ?? 0) + length * (head.bias[k] ?? 0);
    logits[k] = logit;
    sum += logit;
  }
  const mean = sum / logits.length;
  for (let k = 0; k < logits.length; k += 1) logits[k] = (logits[k] ?? 0) - mean;
  return logits;
}

/** All entries of the rows, those of each position together. */
async function byPosition(
  rows: readonly SparseVector[],
  labels: ArrayLike<number>,
  dimensions: number,
  pace: Pace,
): Promise<{ readonly starts: Uint32Array; readonly owners: Uint16Array; readonly values: Float32Array }> {
  const starts = new Uint32Array(dimensions + 1);
  for (const { indices } of rows)
    for (const index of indices) starts[index + 1] = (starts[index + 1] ?? 0) + 1;
  for (let at = 1; at <= dimensions; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = starts.slice();
  const owners = new Uint16Array(starts[dimensions] ?? 0);
  const values = new Float32Array(owners.length);
  for (const [row, vector] of rows.entries()) {
    if (row % STRIDE === 0) await pace();
    for (let entry = 0; entry < vector.indices.length; entry += 1) {
      const position = vector.indices[entry] ?? 0;
      const at = next[position] ?? 0;
      next[position] = at + 1;
      owners[at] = labels[row] ?? 0;
      values[at] = Math.abs(vector.values[entry] ?? 0);
    }
  }
  return { starts, owners, values };
}
