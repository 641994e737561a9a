import { folded, join, type FusedHead, type Fusion } from '../../heads/fused-head.js';
import { fitSoftmax } from '../../heads/fit-softmax.js';
import type { SoftmaxHead } from '../../heads/softmax-head.js';
import { hashNgrams } from '../../signals/hashed-ngrams.js';
import type { PreparedRow } from './prepare-rows.js';
import { rowWeights } from './row-weights.js';
import type { FitStrength, Recipe, TrainingRow } from './training-row.js';

/** Chosen by leave-one-source-out on task types. */
const STRENGTH: FitStrength = { denseL2: 1e-4, sparseL2: 1e-6, featureScale: 0.3 };
const DENSE_FIT = { epochs: 12, learningRate: 0.01, smoothing: 0.05 };
const SPARSE_FIT = { epochs: 8, learningRate: 0.3, smoothing: 0.05 };
const NOTHING: Fusion = { dense: 1, sparse: 1, prior: 0, bias: new Float32Array() };

/** Fits the parts of a head on rows; its fusions are still those of `start`. */
export async function fitParts(
  recipe: Recipe,
  rows: readonly PreparedRow[],
  segments: readonly TrainingRow[] | undefined,
  anchors: FusedHead['anchors'],
): Promise<FusedHead> {
  const { name, labels, ngrams, ownShare, strength = STRENGTH } = recipe;
  const { denseL2: l2, sparseL2, featureScale } = strength;
  const classes = labels.length;
  const truths = rows.map(({ truth }) => truth);
  const weights = rowWeights(rows, ownShare);
  const fit = { classes, rowWeights: weights };
  const features = rows.map(({ input }) => input.features.map((value) => value * featureScale));
  const joined = rows.map(({ embedding }, at) => join(embedding, features[at] ?? new Float32Array()));
  const [embedding, width] = [rows[0]?.embedding.length ?? 0, features[0]?.length ?? 0];
  const dense = await fitSoftmax(joined, truths, { ...DENSE_FIT, ...fit, l2, dimensions: embedding + width });
  const plain = await fitSoftmax(features, truths, { ...DENSE_FIT, ...fit, l2, dimensions: width });
  const sparseRows = segments ?? rows;
  const sparse = await fitSoftmax(
    sparseRows.map((row) =>
      folded('whole' in row ? (row as PreparedRow).whole : hashNgrams(row.text), ngrams),
    ),
    sparseRows.map(({ label }) => labels.indexOf(label)),
    {
      ...SPARSE_FIT,
      l2: sparseL2,
      classes,
      dimensions: ngrams,
      rowWeights: rowWeights(sparseRows, ownShare),
    },
  );
  const fusion: Fusion = { ...NOTHING, prior: recipe.prior, bias: new Float32Array(classes) };
  return {
    ...{
      name,
      labels,
      embedding,
      features: width,
      sparse,
      anchors,
      fusion,
      plainFusion: { ...fusion, prior: 0 },
    },
    dense: scaledFrom(dense, embedding, featureScale),
    plain: scaledFrom(plain, 0, featureScale),
  };
}

/** The head with the features' scale in its weights, from the row `from` on, so that serving need not scale. */
function scaledFrom(head: SoftmaxHead, from: number, scale: number): SoftmaxHead {
  const first = from * head.classes;
  return {
    ...head,
    weights: head.weights.map((weight, at) => (at < first ? weight : weight * scale)),
  };
}
