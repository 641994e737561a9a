import { dot } from './matrix.js';
import type { Pace } from './pace.js';

/** Work between two looks at the pace, in multiplications. */
const STRETCH = 500_000;

/**
 * Lower triangle L of a symmetric positive definite matrix A = L Lᵀ, its rows one after another. A pivot that rounding has
 * made too small is raised, so that a singular matrix gives large numbers and never NaN.
 *
 * @param matrix `size` x `size`; only the lower triangle is read
 */
export async function cholesky(matrix: Float64Array, size: number, pace: Pace): Promise<Float64Array> {
  const lower = new Float64Array(size * size);
  let work = 0;
  for (let row = 0; row < size; row += 1) {
    const own = lower.subarray(row * size, row * size + size);
    for (let column = 0; column <= row; column += 1) {
      const rest = (matrix[row * size + column] ?? 0) - dot(lower, column * size, own, column);
      const pivot = lower[column * size + column] ?? 1;
      own[column] = row === column ? Math.sqrt(Math.max(rest, 1e-12)) : rest / pivot;
      work += column;
    }
    if (work < STRETCH) continue;
    work = 0;
    await pace();
  }
  return lower;
}

/** Solves L Lᵀ x = b. */
export function solveCholesky(lower: Float64Array, b: ArrayLike<number>): Float64Array {
  const size = b.length;
  const x = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    const rest = (b[row] ?? 0) - dot(lower, row * size, x, row);
    x[row] = rest / (lower[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    const value = (x[row] ?? 0) / (lower[row * size + row] ?? 1);
    x[row] = value;
    for (let column = 0; column < row; column += 1) {
      x[column] = (x[column] ?? 0) - value * (lower[row * size + column] ?? 0);
    }
  }
  return x;
}

/** Trace of the inverse of L Lᵀ: the sum of the squares of the inverse of L. */
export async function traceOfInverse(lower: Float64Array, size: number, pace: Pace): Promise<number> {
  let trace = 0;
  for (const value of await inverseOfLower(lower, size, pace)) trace += value * value;
  return trace;
}

/** The inverse of L, its columns one after another. */
export async function inverseOfLower(lower: Float64Array, size: number, pace: Pace): Promise<Float64Array> {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    await pace();
    // What lies above the diagonal is zero.
    const below = inverse.subarray(column * size + column, column * size + size);
    for (let at = 0; at < below.length; at += 1) {
      const row = column + at;
      const rest = (at === 0 ? 1 : 0) - dot(lower, row * size + column, below, at);
      below[at] = rest / (lower[row * size + row] ?? 1);
    }
  }
  return inverse;
}
