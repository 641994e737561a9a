import { dot } from '../../heads/matrix.js';
import { randomNumbers } from '../../heads/random.js';

const STEPS = 200;

/**
 * The direction of length 1 in which rows vary most, by power iteration; the same for the same rows.
 *
 * @param rows about their mean
 * @param besides axes of length 1 that it stands at right angles to
 */
export function principalAxis(rows: readonly Float64Array[], besides: readonly Float64Array[]): Float64Array {
  const random = randomNumbers(1);
  let axis = Float64Array.from(rows[0] ?? [], () => random() - 0.5);
  for (let step = 0; step < STEPS; step += 1) {
    const next = step === 0 ? axis.slice() : pulled(rows, axis);
    for (const other of besides) {
      const along = dot(next, 0, other);
      for (const [at, value] of other.entries()) next[at] = (next[at] ?? 0) - along * value;
    }
    const length = Math.hypot(...next);
    // Rows that do not vary beside those axes leave the direction that it began with.
    if (length < 1e-12) break;
    axis = next.map((value) => value / length);
  }
  return axis;
}

function pulled(rows: readonly Float64Array[], axis: Float64Array): Float64Array {
  const sum = new Float64Array(axis.length);
  for (const row of rows) {
    const along = dot(row, 0, axis);
    for (const [at, value] of row.entries()) sum[at] = (sum[at] ?? 0) + along * value;
  }
  return sum;
}
