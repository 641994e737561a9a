import type { SoftmaxFit } from './softmax-fit.js';
import type { Pace } from './pace.js';
import { randomNumbers, shuffle } from './random.js';
import { largeErrors, toErrors } from './softmax-errors.js';
import { type SoftmaxHead, sparseLogits } from './softmax-head.js';
import type { SparseVector } from './sparse-vector.js';

/** Rows between two looks at the pace. */
const STRIDE = 8;
const START_SQUARE = 1e-3;

/** Adagrad, row by row, on the entries that occur; `fitSoftmax` is its door. */
export async function fitSparseSoftmax(
  rows: readonly SparseVector[],
  labels: ArrayLike<number>,
  options: SoftmaxFit,
  pace: Pace,
): Promise<SoftmaxHead> {
  const { classes, dimensions, epochs, start, seed = 1, l2 = 0, smoothing = 0, rowWeights } = options;
  const head: SoftmaxHead = {
    classes,
    dimensions,
    weights: start?.weights.slice() ?? new Float32Array(dimensions * classes),
    bias: start?.bias.slice() ?? new Float32Array(classes),
  };
  const squares = new Float32Array(dimensions * classes).fill(START_SQUARE);
  const biasSquares = new Float32Array(classes).fill(START_SQUARE);
  const order = Uint32Array.from(rows, (_, at) => at);
  const random = randomNumbers(seed);
  const steps = epochs * rows.length;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const at of order) {
      if (step % STRIDE === 0) await pace();
      const rate = options.learningRate * (1 - step / steps);
      step += 1;
      const row = rows[at];
      if (row === undefined) continue;
      const errors = sparseLogits(head, row);
      toErrors(errors, labels[at] ?? 0, smoothing);
      const active = largeErrors(errors);
      const share = rowWeights?.[at] ?? 1;
      move(head.bias, biasSquares, 0, active, errors, { factor: share, rate, l2: 0 });
      for (let entry = 0; entry < row.indices.length; entry += 1) {
        const from = (row.indices[entry] ?? 0) * classes;
        const factor = share * (row.values[entry] ?? 0);
        move(head.weights, squares, from, active, errors, { factor, rate, l2 });
      }
    }
  }
  return head;
}

interface Step {
  readonly factor: number;
  readonly rate: number;
  readonly l2: number;
}

function move(
  values: Float32Array,
  squares: Float32Array,
  from: number,
  active: Uint32Array,
  errors: Float32Array,
  { factor, rate, l2 }: Step,
): void {
  for (const k of active) {
    const at = from + k;
    const value = values[at] ?? 0;
    const slope = factor * (errors[k] ?? 0) + l2 * value;
    const square = (squares[at] ?? 0) + slope * slope;
    squares[at] = square;
    values[at] = value - (rate * slope) / Math.sqrt(square);
  }
}
