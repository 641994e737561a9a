const MOST_SWEEPS = 60;
/** Off-diagonal squares beside those of the diagonal at which a matrix counts as diagonal. */
const SETTLED = 1e-22;

/**
 * Eigenvectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan, "Matrix Computations", section 8.5): slow
 * for hundreds of rows, exact and always the same for tens.
 *
 * @param matrix `size` x `size`, its rows one after another; left as it is
 * @returns as many orthogonal vectors of length 1 as the matrix has rows, in no order
 */
export function symmetricEigenvectors(matrix: Float64Array, size: number): Float64Array[] {
  const rest = matrix.slice();
  const vectors = Array.from({ length: size }, (_, k) =>
    Float64Array.from({ length: size }, (__, i) => (i === k ? 1 : 0)),
  );
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(rest, size); sweep += 1) {
    for (let p = 0; p < size; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(rest, vectors, p, q);
    }
  }
  return vectors;
}

function isDiagonal(matrix: Float64Array, size: number): boolean {
  let [off, on] = [0, 0];
  for (const [at, value] of matrix.entries()) {
    if (at % (size + 1) === 0) on += value * value;
    else off += value * value;
  }
  return off <= SETTLED * on;
}

/** Turns two axes so that the number at (p, q) becomes zero. */
function rotate(matrix: Float64Array, vectors: readonly Float64Array[], p: number, q: number): void {
  const size = vectors.length;
  const [v, w] = [vectors[p], vectors[q]];
  const between = matrix[p * size + q] ?? 0;
  if (between === 0 || v === undefined || w === undefined) return;
  const half = ((matrix[q * size + q] ?? 0) - (matrix[p * size + p] ?? 0)) / (2 * between);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k += 1) {
    turn(matrix, k * size + p, matrix, k * size + q, cosine, sine);
    turn(v, k, w, k, cosine, sine);
  }
  for (let k = 0; k < size; k += 1) turn(matrix, p * size + k, matrix, q * size + k, cosine, sine);
}

function turn(a: Float64Array, i: number, b: Float64Array, j: number, cosine: number, sine: number): void {
  const [x, y] = [a[i] ?? 0, b[j] ?? 0];
  a[i] = cosine * x - sine * y;
  b[j] = sine * x + cosine * y;
}
