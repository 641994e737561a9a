import { cholesky, inverseOfLower } from './cholesky.js';
import { meanRow } from './matrix.js';
import type { Pace } from './pace.js';
import { addRows as addSquares, emptySums } from './ridge-sums.js';
import { addRows, placeMatrix } from './simd-matrix.js';

/** A map to where vectors are compared by how rows of one class differ, and not by what all rows have in common. */
export interface Whitening {
  /** Taken from each vector. */
  readonly mean: Float32Array;
  /** What is left is multiplied with it: one row for each number of a vector. */
  readonly matrix: Float32Array;
}

/** Rows whose spread is measured: more would change nothing. */
const MOST_ROWS = 2_000;
/** Added to the variance of each direction, in mean variances: a direction in which rows hardly differ would else decide. */
const SHRINKAGE = 2.5;

/**
 * Fits a map after which rows of one class differ alike in every direction, as in linear discriminant analysis (Hastie,
 * Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.3.2): the inverse of the Cholesky factor of
 * the covariance within classes.
 *
 * @param rows vectors of one length, one or more
 * @param labels class of each row
 */
export async function fitWhitening(
  rows: readonly Float32Array[],
  labels: readonly number[],
  pace: Pace,
): Promise<Whitening> {
  const dimensions = rows[0]?.length ?? 0;
  const sums = emptySums(dimensions, 0);
  await addSquares(sums, await residualsOf(rows, labels, pace), [], pace);
  const { squares, rows: count } = sums;
  let total = 0;
  for (let at = 0; at < dimensions; at += 1) total += squares[at * dimensions + at] ?? 0;
  // Where rows of a class are all alike every direction counts the same.
  const added = Math.max((SHRINKAGE * total) / dimensions, 1e-6 * count);
  for (let at = 0; at < dimensions; at += 1) {
    squares[at * dimensions + at] = (squares[at * dimensions + at] ?? 0) + added;
  }
  const inverse = await inverseOfLower(await cholesky(squares, dimensions, pace), dimensions, pace);
  return placeWhitening({ mean: Float32Array.from(meanRow(rows)), matrix: Float32Array.from(inverse) });
}

/** The same map where {@link whitened} is some ten times as fast. */
export function placeWhitening({ mean, matrix }: Whitening): Whitening {
  return { mean, matrix: placeMatrix(matrix, mean.length, mean.length) };
}

/**
 * The vector there, scaled to length 1. The mean itself has no direction and gives zeros; zeros stand for no vector, and
 * stay.
 */
export function whitened({ mean, matrix }: Whitening, vector: Float32Array): Float32Array {
  if (vector.every((value) => value === 0)) return vector;
  const turned = new Float32Array(vector.length);
  addRows(turned, matrix, difference(vector, mean));
  let squares = 0;
  for (const value of turned) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  for (let at = 0; at < turned.length; at += 1) turned[at] = (turned[at] ?? 0) / length;
  return turned;
}

/** What up to {@link MOST_ROWS} rows, spread evenly over the list, have beyond the mean of all rows of their class. */
async function residualsOf(
  rows: readonly Float32Array[],
  labels: readonly number[],
  pace: Pace,
): Promise<Float32Array[]> {
  const classes = new Map<number, Float32Array[]>();
  for (const [at, row] of rows.entries()) {
    const label = labels[at] ?? 0;
    const own = classes.get(label);
    if (own === undefined) classes.set(label, [row]);
    else own.push(row);
  }
  const means = new Map<number, Float64Array>();
  for (const [label, own] of classes) {
    await pace();
    means.set(label, meanRow(own));
  }
  const residuals: Float32Array[] = [];
  const step = Math.max(1, rows.length / MOST_ROWS);
  for (let place = 0; place < rows.length; place += step) {
    await pace();
    const at = Math.floor(place);
    const [row, mean] = [rows[at], means.get(labels[at] ?? 0)];
    if (row !== undefined && mean !== undefined) residuals.push(difference(row, mean));
  }
  return residuals;
}

function difference(a: Float32Array, b: ArrayLike<number>): Float32Array {
  const rest = new Float32Array(a.length);
  for (let at = 0; at < rest.length; at += 1) rest[at] = (a[at] ?? 0) - (b[at] ?? 0);
  return rest;
}
