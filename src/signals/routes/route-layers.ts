import { fitSimdSoftmax } from '../../heads/fit-simd-softmax.js';
import { fitNaiveBayes, type NaiveBayesHead, naiveBayesLogits } from '../../heads/naive-bayes.js';
import type { Pace } from '../../heads/pace.js';
import { denseLogits, type SoftmaxHead } from '../../heads/softmax-head.js';
import type { SparseVector } from '../../heads/sparse-vector.js';
import { NGRAM_DIMENSIONS } from '../hashed-ngrams.js';
import type { TrainingRow } from './route-examples.js';

/** The two linear layers of a route head, before they are weighed against each other. */
export interface RouteLayers {
  readonly dense: SoftmaxHead;
  readonly ngrams: NgramLayer;
}

export interface NgramLayer {
  readonly head: NaiveBayesHead;
  /** Inverse document frequency of each n-gram position. */
  readonly rarity: Float32Array;
}

/** Length given to the unit centroid of a class, where the dense fit begins. */
const START_LENGTH = 20;
/** Multiplications that the dense fit may cost: many passes over few rows, few over many. */
const DENSE_WORK = 4e9;
const [FEWEST_PASSES, MOST_PASSES] = [0.5, 8];
const DENSE_RATE = 0.01;
/** Rows below which smaller batches are needed for enough steps. */
const FEW_ROWS = 2_000;

/**
 * Fits both layers. The dense one begins at the centroids of the classes, which is what few examples can tell, and moves
 * from there as far as many examples can show.
 */
export async function fitRouteLayers(
  rows: readonly TrainingRow[],
  classes: number,
  options: { readonly dimensions: number; readonly seed: number; readonly pace: Pace },
): Promise<RouteLayers> {
  const { dimensions, seed, pace } = options;
  const labels = Uint32Array.from(rows, ({ label }) => label);
  const passes = DENSE_WORK / (rows.length * dimensions * classes + 1);
  const dense = await fitSimdSoftmax(
    rows.map(({ vector }) => vector),
    labels,
    {
      seed,
      pace,
      rowWeights: evenWeights(labels, classes),
      epochs: dimensions === 0 ? 0 : Math.min(Math.max(passes, FEWEST_PASSES), MOST_PASSES),
      learningRate: DENSE_RATE,
      batch: rows.length < FEW_ROWS ? 32 : 64,
      start: centroids(rows, classes, dimensions),
    },
  );
  return { dense, ngrams: await fitNgramLayer(rows, labels, classes, pace) };
}

/** The logits of both layers for one text. */
export function layerLogits(
  { dense, ngrams }: RouteLayers,
  evidence: { readonly vector: Float32Array; readonly ngrams: SparseVector },
): { readonly dense: Float32Array; readonly ngrams: Float32Array } {
  return {
    dense: denseLogits(dense, evidence.vector),
    ngrams: naiveBayesLogits(ngrams.head, weighNgrams(evidence.ngrams, ngrams.rarity)),
  };
}

async function fitNgramLayer(
  rows: readonly TrainingRow[],
  labels: Uint32Array,
  classes: number,
  pace: Pace,
): Promise<NgramLayer> {
  const vectors = rows.map(({ ngrams }) => ngrams);
  const head = await fitNaiveBayes(vectors, labels, { classes, dimensions: NGRAM_DIMENSIONS, pace });
  return { head, rarity: rarityOf(rows) };
}

/** Weighs n-grams by their rarity and scales them to length 1. */
function weighNgrams({ indices, values }: SparseVector, rarity: Float32Array): SparseVector {
  const weighed = new Float32Array(values.length);
  let squares = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = (values[at] ?? 0) * (rarity[indices[at] ?? 0] ?? 1);
    weighed[at] = value;
    squares += value * value;
  }
  const factor = 1 / (Math.sqrt(squares) || 1);
  for (let at = 0; at < weighed.length; at += 1) weighed[at] = (weighed[at] ?? 0) * factor;
  return { indices, values: weighed };
}

function rarityOf(rows: readonly TrainingRow[]): Float32Array {
  const counts = new Float32Array(NGRAM_DIMENSIONS);
  for (const { ngrams } of rows) {
    for (const at of ngrams.indices) counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count) => Math.log((1 + rows.length) / (1 + count)) + 1);
}

/** Half-way between every row alike and every class alike: the inverse root of the class's size, 1 on average. */
function evenWeights(labels: Uint32Array, classes: number): Float32Array {
  const sizes = new Float32Array(classes);
  for (const label of labels) sizes[label] = (sizes[label] ?? 0) + 1;
  const weights = Float32Array.from(labels, (label) => 1 / Math.sqrt(sizes[label] ?? 1));
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / (weights.length || 1);
  return weights.map((weight) => weight / mean);
}

function centroids(rows: readonly TrainingRow[], classes: number, dimensions: number): SoftmaxHead {
  const weights = new Float32Array(dimensions * classes);
  for (const { vector, label } of rows) {
    for (let row = 0, to = label; row < dimensions; row += 1, to += classes)
      weights[to] = (weights[to] ?? 0) + (vector[row] ?? 0);
  }
  for (let label = 0; label < classes; label += 1) {
    let squares = 0;
    for (let to = label; to < weights.length; to += classes) squares += (weights[to] ?? 0) ** 2;
    // Vectors that cancel each other out leave rounding noise, which has no direction.
    const scale = squares < 1e-6 ? 0 : START_LENGTH / Math.sqrt(squares);
    for (let to = label; to < weights.length; to += classes) weights[to] = (weights[to] ?? 0) * scale;
  }
  return { classes, dimensions, weights, bias: new Float32Array(classes) };
}
