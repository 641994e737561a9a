import { cholesky, solveCholesky } from './cholesky.js';
import { type LinearHead, linearScore, sigmoid } from './linear-head.js';
import { createPace, type Pace } from './pace.js';

export interface LinearFit {
  /** Weight of the squared weights against the *sum* over the rows, above 0 (scikit-learn's alpha, or 1 / C); the bias goes free. */
  readonly l2: number;
  /** Weight of each row, 0 or more; default 1 each. */
  readonly rowWeights?: ArrayLike<number>;
  /** Awaited every few rows; default a new one. */
  readonly pace?: Pace;
}

const NEWTON_STEPS = 25;
const TOLERANCE = 1e-8;

/**
 * Two-class logistic regression by Newton's method (iteratively reweighted least squares): minimises the summed
 * cross-entropy + `l2` / 2 x the squared weights. Soft labels are allowed.
 *
 * @param labels probability of "yes" for each row, in [0, 1]
 */
export async function fitLogistic(
  rows: readonly Float32Array[],
  labels: ArrayLike<number>,
  { l2, rowWeights, pace = createPace() }: LinearFit,
): Promise<LinearHead> {
  const weigh = (at: number): number => rowWeights?.[at] ?? 1;
  const size = (rows[0]?.length ?? 0) + 1;
  let solution: Float64Array = new Float64Array(size);
  for (let step = 0; step < NEWTON_STEPS; step += 1) {
    const head = toHead(solution);
    const chances = rows.map((row) => sigmoid(linearScore(head, row)));
    const pull = (at: number): number => weigh(at) * ((labels[at] ?? 0) - (chances[at] ?? 0));
    const curve = (at: number): number => {
      const chance = chances[at] ?? 0;
      return Math.max(weigh(at) * chance * (1 - chance), 1e-9);
    };
    const now = solution;
    const move = await solve(rows, curve, pull, (column) => l2 * (now[column] ?? 0), l2, pace);
    // A full step can overshoot on separable rows; logits that move by more than this are far from the optimum anyway.
    const largest = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const damping = Math.min(1, 20 / largest);
    solution = now.map((value, column) => value + damping * (move[column] ?? 0));
    if (largest < TOLERANCE) break;
  }
  return toHead(solution);
}

/** Solves (Σ curve x xᵀ + l2 I) w = Σ pull x - shrink, for x with a 1 behind it that is not shrunk. */
async function solve(
  rows: readonly Float32Array[],
  curve: (at: number) => number,
  pull: (at: number) => number,
  shrink: (column: number) => number,
  l2: number,
  pace: Pace,
): Promise<Float64Array> {
  const width = rows[0]?.length ?? 0;
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const x = new Float64Array(size);
  for (const [at, row] of rows.entries()) {
    await pace();
    x.set(row);
    x[width] = 1;
    const [c, p] = [curve(at), pull(at)];
    for (let i = 0, to = 0; i < size; i += 1, to = i * size) {
      const xi = c * (x[i] ?? 0);
      right[i] = (right[i] ?? 0) + p * (x[i] ?? 0);
      if (xi !== 0)
        for (let j = 0; j <= i; j += 1, to += 1) matrix[to] = (matrix[to] ?? 0) + xi * (x[j] ?? 0);
    }
  }
  for (let i = 0; i < width; i += 1) {
    matrix[i * size + i] = (matrix[i * size + i] ?? 0) + l2;
    right[i] = (right[i] ?? 0) - shrink(i);
  }
  return solveCholesky(await cholesky(matrix, size, pace), right);
}

function toHead(solution: Float64Array): LinearHead {
  return {
    weights: Float32Array.from(solution.subarray(0, -1)),
    bias: solution.at(-1) ?? 0,
  };
}
