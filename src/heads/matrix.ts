/**
 * The inner loops of fitting and scoring. A matrix is its rows one after another. Four rows are taken at a time: each
 * number that is written is then loaded once for four products, which makes these loops about three times as fast.
 */

/** into += scale x (x as a row) times the matrix; the matrix has one row for each number of x. */
export function addScaledRows(into: Float32Array, matrix: Float32Array, x: Float32Array, scale = 1): void {
  const width = into.length;
  const whole = x.length - (x.length % 4);
  for (let row = 0; row < whole; row += 4) {
    const x0 = (x[row] ?? 0) * scale;
    const x1 = (x[row + 1] ?? 0) * scale;
    const x2 = (x[row + 2] ?? 0) * scale;
    const x3 = (x[row + 3] ?? 0) * scale;
    let a = row * width;
    let b = a + width;
    let c = b + width;
    let d = c + width;
    for (let at = 0; at < width; at += 1, a += 1, b += 1, c += 1, d += 1) {
      into[at] =
        (into[at] ?? 0) +
        x0 * (matrix[a] ?? 0) +
        x1 * (matrix[b] ?? 0) +
        x2 * (matrix[c] ?? 0) +
        x3 * (matrix[d] ?? 0);
    }
  }
  for (let row = whole; row < x.length; row += 1) {
    const factor = (x[row] ?? 0) * scale;
    for (let at = 0; at < width; at += 1)
      into[at] = (into[at] ?? 0) + factor * (matrix[row * width + at] ?? 0);
  }
}

/** The mean of rows of one length, number by number; of no rows it has no numbers. */
export function meanRow(rows: readonly ArrayLike<number>[]): Float64Array {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) {
    for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (row[at] ?? 0);
  }
  return sums.map((sum) => sum / rows.length);
}

/** Of `b` and as many numbers of `a` from `offset` on. Four sums: each addition waits for the one before it. */
export function dot(
  a: Float32Array | Float64Array,
  offset: number,
  b: Float32Array | Float64Array,
  length = b.length,
): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const inFours = length - (length % 4);
  for (let at = 0; at < inFours; at += 4) {
    const from = offset + at;
    sum0 += (a[from] ?? 0) * (b[at] ?? 0);
    sum1 += (a[from + 1] ?? 0) * (b[at + 1] ?? 0);
    sum2 += (a[from + 2] ?? 0) * (b[at + 2] ?? 0);
    sum3 += (a[from + 3] ?? 0) * (b[at + 3] ?? 0);
  }
  for (let at = inFours; at < length; at += 1) sum0 += (a[offset + at] ?? 0) * (b[at] ?? 0);
  return sum0 + sum1 + sum2 + sum3;
}

/** Turns logits into the probabilities of their softmax, in place. */
export function toProbabilities(logits: Float32Array): void {
  let top = -Infinity;
  for (const logit of logits) if (logit > top) top = logit;
  let total = 0;
  for (let at = 0; at < logits.length; at += 1) {
    const weight = Math.exp((logits[at] ?? 0) - top);
    logits[at] = weight;
    total += weight;
  }
  for (let at = 0; at < logits.length; at += 1) logits[at] = (logits[at] ?? 0) / total;
}
