import { dot } from './matrix.js';
import { denseLogits, softmax, sparseLogits, type SoftmaxHead } from './softmax-head.js';
import type { SparseVector } from './sparse-vector.js';

/** How the logits of the parts become one list. */
export interface Fusion {
  readonly dense: number;
  readonly sparse: number;
  /** Factor of the cosine with a label's nearest anchor. */
  readonly prior: number;
  /** Added to each label's logit. */
  readonly bias: Float32Array;
}

/** Linear heads on an embedding, structured features and hashed n-grams, fused late; it also serves without an embedding. */
export interface FusedHead {
  readonly name: string;
  readonly labels: readonly string[];
  /** Length of the embedding; 0 where none is looked at. */
  readonly embedding: number;
  /** Number of structured features. */
  readonly features: number;
  /** On the embedding with the features behind it. */
  readonly dense: SoftmaxHead;
  /** On the features alone, for a request that has no embedding. */
  readonly plain: SoftmaxHead;
  /** On hashed n-grams, folded to `dimensions` positions, a power of two. */
  readonly sparse: SoftmaxHead;
  /** Unit vectors of the sentences that stand for each label; may be empty. */
  readonly anchors: readonly (readonly Float32Array[])[];
  readonly fusion: Fusion;
  /** The fusion for a request that has no embedding. */
  readonly plainFusion: Fusion;
}

/** What a fused head looks at. */
export interface FusedInput {
  /** A unit vector; absent when the encoder was late, down or not loaded. */
  readonly embedding?: Float32Array;
  readonly features: Float32Array;
  /** One or more texts' n-grams; of several, the one that speaks most for the last label counts. */
  readonly ngrams: readonly SparseVector[];
}

/** Calibrated probability of each label, in the head's order; they sum to 1. */
export function fusedProbabilities(head: FusedHead, input: FusedInput): Float32Array {
  return softmax(fusedLogits(head, input));
}

/** The logits behind {@link fusedProbabilities}. */
export function fusedLogits(head: FusedHead, { embedding, features, ngrams }: FusedInput): Float32Array {
  const fusion = embedding === undefined ? head.plainFusion : head.fusion;
  const logits = fusion.bias.slice();
  const dense =
    embedding === undefined
      ? denseLogits(head.plain, features)
      : denseLogits(head.dense, join(embedding, features));
  addScaled(logits, dense, fusion.dense);
  addScaled(logits, strongest(head.sparse, ngrams), fusion.sparse);
  if (embedding !== undefined && fusion.prior !== 0) {
    addScaled(logits, anchorCosines(head.anchors, embedding), fusion.prior);
  }
  return logits;
}

/** An embedding with the features behind it. */
export function join(embedding: Float32Array, features: Float32Array): Float32Array {
  const joined = new Float32Array(embedding.length + features.length);
  joined.set(embedding);
  joined.set(features, embedding.length);
  return joined;
}

/** Cosine of the embedding with the nearest anchor of each label; 0 for a label that has none. */
export function anchorCosines(anchors: FusedHead['anchors'], embedding: Float32Array): Float32Array {
  return Float32Array.from(anchors, (vectors) =>
    vectors.length === 0 ? 0 : Math.max(...vectors.map((vector) => dot(vector, 0, embedding))),
  );
}

/** Logits of the text that speaks most for the last label against the first; of one text, simply its own. */
export function strongest(head: SoftmaxHead, texts: readonly SparseVector[]): Float32Array {
  let best = head.bias;
  let most = -Infinity;
  for (const text of texts) {
    const logits = sparseLogits(head, folded(text, head.dimensions));
    const margin = (logits.at(-1) ?? 0) - (logits[0] ?? 0);
    if (margin <= most) continue;
    [best, most] = [logits, margin];
  }
  return best;
}

/** The vector in a smaller space, a power of two; entries that meet are both kept, and count as their sum. */
export function folded({ indices, values }: SparseVector, dimensions: number): SparseVector {
  return { indices: indices.map((index) => index & (dimensions - 1)), values };
}

function addScaled(into: Float32Array, values: Float32Array, factor: number): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) + factor * (values[at] ?? 0);
}
