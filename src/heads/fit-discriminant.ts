import { solveCholesky } from './cholesky.js';
import { dot } from './matrix.js';
import { createPace, type Pace } from './pace.js';
import { addSums, factorWithin, type RidgeSums, sumsOfFolds } from './ridge-sums.js';
import type { SoftmaxHead } from './softmax-head.js';

export interface DiscriminantFit {
  /** 2 or more. */
  readonly classes: number;
  /** Fold of each row, 0 to `foldCount` - 1. */
  readonly folds: ArrayLike<number>;
  readonly foldCount: number;
  /** Added to the variance of each input within a class, above 0. */
  readonly shrinkage: number;
  /** Awaited every few rows; default a new one. */
  readonly pace?: Pace;
}

export interface Discriminant {
  readonly head: SoftmaxHead;
  /** Logits of each row by the head of the other folds. */
  readonly outOfFold: readonly Float32Array[];
}

/**
 * Linear discriminant analysis with a ridge on the covariance within classes (Hastie, Tibshirani and Friedman, section
 * 4.3): as good as logistic regression on embeddings with few rows a class, and one Cholesky factor instead of many
 * passes. Its logits are too sure of themselves; a temperature must be fitted to them.
 *
 * @param labels class of each row; negative for a row that is not learned from
 */
export async function fitDiscriminant(
  rows: readonly Float32Array[],
  labels: ArrayLike<number>,
  { classes, folds, foldCount, shrinkage, pace = createPace() }: DiscriminantFit,
): Promise<Discriminant> {
  const targets = rows.map((_, at) =>
    Float32Array.from({ length: classes }, (__, k) => (labels[at] === k ? 1 : 0)),
  );
  const known = Array.from(rows, (_, at) => ((labels[at] ?? -1) < 0 ? -1 : (folds[at] ?? 0)));
  const { all, parts } = await sumsOfFolds(
    rows,
    targets,
    { folds: known, foldCount, outputs: classes },
    pace,
  );
  const { inputs } = all;
  const outOfFold: Float32Array[] = rows.map(() => new Float32Array());
  for (const [fold, part] of parts.entries()) {
    addSums(all, part, -1);
    const head = await discriminantOf(all, shrinkage, pace);
    addSums(all, part, 1);
    for (const [at, row] of rows.entries()) if (folds[at] === fold) outOfFold[at] = logitsOf(head, row);
  }
  const { weights, bias } = await discriminantOf(all, shrinkage, pace);
  const byInput = new Float32Array(inputs * classes);
  for (const [k, line] of weights.entries()) line.forEach((weight, i) => (byInput[i * classes + k] = weight));
  return { head: { classes, dimensions: inputs, weights: byInput, bias }, outOfFold };
}

interface Lines {
  /** One list a class. */
  readonly weights: readonly Float32Array[];
  readonly bias: Float32Array;
}

async function discriminantOf(sums: RidgeSums, shrinkage: number, pace: Pace): Promise<Lines> {
  const { inputs, outputs: classes, rows, products, outputSums } = sums;
  const lower = await factorWithin(sums, shrinkage, pace);
  const weights: Float32Array[] = [];
  const bias = new Float32Array(classes);
  for (let k = 0; k < classes; k += 1) {
    await pace();
    const count = outputSums[k] ?? 0;
    const mean = products.slice(k * inputs, (k + 1) * inputs).map((sum) => sum / Math.max(count, 1));
    const line = solveCholesky(lower, mean);
    weights.push(Float32Array.from(line));
    bias[k] = Math.log((count + 1) / (rows + classes)) - dot(line, 0, mean) / 2;
  }
  return { weights, bias };
}

function logitsOf({ weights, bias }: Lines, row: Float32Array): Float32Array {
  return Float32Array.from(weights, (line, k) => dot(line, 0, row) + (bias[k] ?? 0));
}
