import { toProbabilities } from './matrix.js';
import { addRows } from './simd-matrix.js';
import type { SparseVector } from './sparse-vector.js';

/** A linear layer in front of a softmax: logits = x W + b. Immutable; plain arrays, so that it can be stored and sent to threads. */
export interface SoftmaxHead {
  readonly classes: number;
  readonly dimensions: number;
  /** `dimensions` rows of `classes` numbers, one row after another. */
  readonly weights: Float32Array;
  /** One number a class. */
  readonly bias: Float32Array;
}

/** One logit a class, for a dense input of `dimensions` numbers. */
export function denseLogits(head: SoftmaxHead, x: Float32Array): Float32Array {
  const logits = head.bias.slice();
  addRows(logits, head.weights, x);
  return logits;
}

/** One logit a class, for a sparse input whose positions are below `dimensions`. */
export function sparseLogits({ weights, bias, classes }: SoftmaxHead, x: SparseVector): Float32Array {
  const logits = bias.slice();
  for (let at = 0; at < x.indices.length; at += 1) {
    const factor = x.values[at] ?? 0;
    const from = (x.indices[at] ?? 0) * classes;
    for (let k = 0; k < classes; k += 1) logits[k] = (logits[k] ?? 0) + factor * (weights[from + k] ?? 0);
  }
  return logits;
}

/** Probabilities of the logits at a temperature above 0; they sum to 1 and never overflow. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let at = 0; at < logits.length; at += 1) probabilities[at] = (logits[at] ?? 0) / temperature;
  toProbabilities(probabilities);
  return probabilities;
}
