import { cholesky, solveCholesky, traceOfInverse } from './cholesky.js';
import type { LinearHead } from './linear-head.js';
import type { Pace } from './pace.js';

/** What ridge regression must know of some rows: sums of their products. Sums of parts add up to those of the whole. */
export interface RidgeSums {
  readonly inputs: number;
  readonly outputs: number;
  rows: number;
  /** Sum of x xᵀ: `inputs` x `inputs`, lower triangle. */
  readonly squares: Float64Array;
  /** Sum of x times each output: one list of `inputs` numbers an output. */
  readonly products: Float64Array;
  /** Sum of x. */
  readonly inputSums: Float64Array;
  readonly outputSums: Float64Array;
}

export function emptySums(inputs: number, outputs: number): RidgeSums {
  return {
    inputs,
    outputs,
    rows: 0,
    squares: new Float64Array(inputs * inputs),
    products: new Float64Array(inputs * outputs),
    inputSums: new Float64Array(inputs),
    outputSums: new Float64Array(outputs),
  };
}

/** Rows taken at a time: each number that is written is then loaded once for four products. */
const AT_ONCE = 4;

/** Adds rows, with one list of targets each. */
export async function addRows(
  sums: RidgeSums,
  rows: readonly Float32Array[],
  targets: readonly Float32Array[],
  pace: Pace,
): Promise<void> {
  sums.rows += rows.length;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await pace();
    addSquares(sums, rows.slice(from, from + AT_ONCE));
  }
  for (const [at, row] of rows.entries()) addProducts(sums, row, targets[at] ?? NONE);
}

const NONE = new Float32Array();

function addSquares({ inputs, squares, inputSums }: RidgeSums, rows: readonly Float32Array[]): void {
  const zeros = new Float32Array(inputs);
  const [a = zeros, b = zeros, c = zeros, d = zeros] = rows;
  for (let i = 0; i < inputs; i += 1) {
    const [ai, bi, ci, di] = [a[i] ?? 0, b[i] ?? 0, c[i] ?? 0, d[i] ?? 0];
    inputSums[i] = (inputSums[i] ?? 0) + ai + bi + ci + di;
    for (let j = 0, to = i * inputs; j <= i; j += 1, to += 1) {
      squares[to] =
        (squares[to] ?? 0) + ai * (a[j] ?? 0) + bi * (b[j] ?? 0) + ci * (c[j] ?? 0) + di * (d[j] ?? 0);
    }
  }
}

function addProducts(
  { inputs, outputs, products, outputSums }: RidgeSums,
  x: Float32Array,
  y: Float32Array,
): void {
  for (let output = 0; output < outputs; output += 1) {
    const target = y[output] ?? 0;
    if (target === 0) continue;
    outputSums[output] = (outputSums[output] ?? 0) + target;
    for (let i = 0, to = output * inputs; i < inputs; i += 1, to += 1) {
      products[to] = (products[to] ?? 0) + target * (x[i] ?? 0);
    }
  }
}

/** Sums of each fold's rows. `folds`: fold of each row; rows whose fold is negative are left out. */
export async function sumsOfFolds(
  rows: readonly Float32Array[],
  targets: readonly Float32Array[],
  { folds, foldCount, outputs }: { folds: ArrayLike<number>; foldCount: number; outputs: number },
  pace: Pace,
): Promise<{ all: RidgeSums; parts: RidgeSums[] }> {
  const inputs = rows[0]?.length ?? 0;
  const all = emptySums(inputs, outputs);
  const parts: RidgeSums[] = [];
  for (let fold = 0; fold < foldCount; fold += 1) {
    const own = [...rows.keys()].filter((at) => folds[at] === fold);
    const part = emptySums(inputs, outputs);
    await addRows(
      part,
      own.map((at) => rows[at] ?? NONE),
      own.map((at) => targets[at] ?? NONE),
      pace,
    );
    addSums(all, part, 1);
    parts.push(part);
  }
  return { all, parts };
}

/** into += scale x the other sums: 1 to join two parts, -1 to leave one out. */
export function addSums(into: RidgeSums, other: RidgeSums, scale: 1 | -1): void {
  into.rows += scale * other.rows;
  for (const key of ['squares', 'products', 'inputSums', 'outputSums'] as const) {
    const [to, from] = [into[key], other[key]];
    for (let at = 0; at < to.length; at += 1) to[at] = (to[at] ?? 0) + scale * (from[at] ?? 0);
  }
}

/**
 * Ridge regression from sums, by the Cholesky factor of the centred normal equations; the bias goes free.
 *
 * @param l2 weight of the squared weights against the sum over the rows, above 0
 * @param wanted positions of the outputs to solve
 */
export async function solveRidge(
  sums: RidgeSums,
  l2: number,
  wanted: readonly number[],
  pace: Pace,
): Promise<LinearHead[]> {
  const { inputs, rows, products, inputSums, outputSums } = sums;
  const lower = await factor(sums, l2, pace);
  const heads: LinearHead[] = [];
  for (const output of wanted) {
    await pace();
    const mean = (outputSums[output] ?? 0) / Math.max(rows, 1);
    const right = products
      .subarray(output * inputs, (output + 1) * inputs)
      .map((product, i) => product - mean * (inputSums[i] ?? 0));
    const weights = solveCholesky(lower, right);
    const shift = weights.reduce((sum, weight, i) => sum + weight * (inputSums[i] ?? 0), 0);
    heads.push({ weights: Float32Array.from(weights), bias: mean - shift / Math.max(rows, 1) });
  }
  return heads;
}

/**
 * Effective degrees of freedom of the fit: the trace of its hat matrix, bias included (Hastie, Tibshirani and Friedman,
 * "The Elements of Statistical Learning", section 3.4.1).
 */
export async function degreesOfFreedom(sums: RidgeSums, l2: number, pace: Pace): Promise<number> {
  const { inputs } = sums;
  return inputs - l2 * (await traceOfInverse(await factor(sums, l2, pace), inputs, pace)) + 1;
}

function factor(
  { inputs, rows, squares, inputSums }: RidgeSums,
  l2: number,
  pace: Pace,
): Promise<Float64Array> {
  const matrix = new Float64Array(inputs * inputs);
  for (let i = 0; i < inputs; i += 1) {
    const mean = (inputSums[i] ?? 0) / Math.max(rows, 1);
    for (let j = 0, at = i * inputs; j <= i; j += 1, at += 1) {
      matrix[at] = (squares[at] ?? 0) - mean * (inputSums[j] ?? 0) + (i === j ? l2 : 0);
    }
  }
  return cholesky(matrix, inputs, pace);
}

/**
 * Cholesky factor of the covariance within classes + `shrinkage` on its diagonal, for outputs that are 1 for a row's class
 * and 0 for the others.
 */
export function factorWithin(sums: RidgeSums, shrinkage: number, pace: Pace): Promise<Float64Array> {
  const { inputs, outputs, rows, squares, products, outputSums } = sums;
  const matrix = squares.slice();
  for (let k = 0; k < outputs; k += 1) {
    const count = outputSums[k] ?? 0;
    if (count === 0) continue;
    const total = products.subarray(k * inputs, (k + 1) * inputs);
    for (let i = 0; i < inputs; i += 1) {
      const mean = (total[i] ?? 0) / count;
      for (let j = 0, at = i * inputs; j <= i; j += 1, at += 1) {
        matrix[at] = (matrix[at] ?? 0) - mean * (total[j] ?? 0);
      }
    }
  }
  for (let i = 0; i < inputs; i += 1) {
    for (let j = 0, at = i * inputs; j <= i; j += 1, at += 1) {
      matrix[at] = (matrix[at] ?? 0) / Math.max(rows, 1) + (i === j ? shrinkage : 0);
    }
  }
  return cholesky(matrix, inputs, pace);
}
