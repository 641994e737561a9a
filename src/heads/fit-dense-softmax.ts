import type { SoftmaxFit } from './softmax-fit.js';
import { addScaledRows } from './matrix.js';
import type { Pace } from './pace.js';
import { randomNumbers, shuffle } from './random.js';
import { largeErrors, toErrors } from './softmax-errors.js';
import type { SoftmaxHead } from './softmax-head.js';

/** Rows between two looks at the pace. */
const STRIDE = 8;
/** Adam's step does not depend on the size of the inputs, so unit vectors are made larger to need fewer steps. */
const INPUT_SCALE = 4;
const [MEAN_DECAY, SQUARE_DECAY, EPSILON] = [0.9, 0.999, 1e-8];
/** Weights that Adam moves between two looks at the pace. */
const ADAM_BLOCK = 65_536;

/** Numbers that Adam moves, with what it remembers of their gradients. */
interface Moving {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

/** Mini-batch Adam on dense rows; `fitSoftmax` is its door. */
export async function fitDenseSoftmax(
  rows: readonly Float32Array[],
  labels: ArrayLike<number>,
  options: SoftmaxFit,
  pace: Pace,
): Promise<SoftmaxHead> {
  const { classes, dimensions, epochs, start, seed = 1, l2 = 0, batch: size = 64 } = options;
  const weights = moving(start ? start.weights.map((w) => w / INPUT_SCALE) : dimensions * classes);
  const bias = moving(start ? start.bias.slice() : classes);
  const order = Uint32Array.from(rows, (_, at) => at);
  const random = randomNumbers(seed);
  const steps = epochs * Math.ceil(rows.length / size);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += size) {
      const batch = order.subarray(from, from + size);
      await addGradients(rows, labels, batch, { ...options, weights, bias, pace });
      const rate = options.learningRate * (1 - step / steps);
      step += 1;
      await adamStep(weights, step, rate, l2 * INPUT_SCALE * INPUT_SCALE, pace);
      await adamStep(bias, step, rate, 0, pace);
    }
  }
  return { classes, dimensions, weights: weights.values.map((w) => w * INPUT_SCALE), bias: bias.values };
}

interface Pass extends SoftmaxFit {
  readonly weights: Moving;
  readonly bias: Moving;
  readonly pace: Pace;
}

async function addGradients(
  rows: readonly Float32Array[],
  labels: ArrayLike<number>,
  batch: Uint32Array,
  { classes, weights, bias, pace, rowWeights, smoothing = 0 }: Pass,
): Promise<void> {
  for (const [place, at] of batch.entries()) {
    if (place % STRIDE === 0) await pace();
    const row = rows[at];
    if (row === undefined) continue;
    const error = bias.values.slice();
    addScaledRows(error, weights.values, row, INPUT_SCALE);
    toErrors(error, labels[at] ?? 0, smoothing);
    const active = largeErrors(error);
    const share = (rowWeights?.[at] ?? 1) / batch.length;
    for (const k of active) bias.gradient[k] = (bias.gradient[k] ?? 0) + share * (error[k] ?? 0);
    for (const k of active) addScaled(weights.gradient, row, share * INPUT_SCALE, error[k] ?? 0, k, classes);
  }
}

/** One column of the gradient += factor x row x error. */
function addScaled(
  gradient: Float32Array,
  row: Float32Array,
  factor: number,
  error: number,
  column: number,
  classes: number,
): void {
  for (let input = 0, at = column; input < row.length; input += 1, at += classes) {
    gradient[at] = (gradient[at] ?? 0) + factor * (row[input] ?? 0) * error;
  }
}

async function adamStep(
  { values, gradient, mean, square }: Moving,
  step: number,
  rate: number,
  decay: number,
  pace: Pace,
): Promise<void> {
  const pull = rate / (1 - MEAN_DECAY ** step);
  const spread = 1 / (1 - SQUARE_DECAY ** step);
  for (let from = 0; from < values.length; from += ADAM_BLOCK) {
    await pace();
    const to = Math.min(values.length, from + ADAM_BLOCK);
    for (let at = from; at < to; at += 1) {
      const value = values[at] ?? 0;
      const slope = (gradient[at] ?? 0) + decay * value;
      const m = MEAN_DECAY * (mean[at] ?? 0) + (1 - MEAN_DECAY) * slope;
      const s = SQUARE_DECAY * (square[at] ?? 0) + (1 - SQUARE_DECAY) * slope * slope;
      mean[at] = m;
      square[at] = s;
      gradient[at] = 0;
      values[at] = value - (pull * m) / (Math.sqrt(s * spread) + EPSILON);
    }
  }
}

function moving(start: number | Float32Array): Moving {
  const values = typeof start === 'number' ? new Float32Array(start) : start;
  const zeros = (): Float32Array => new Float32Array(values.length);
  return { values, gradient: zeros(), mean: zeros(), square: zeros() };
}
