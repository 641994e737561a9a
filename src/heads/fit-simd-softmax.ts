import type { Pace } from './pace.js';
import { randomNumbers, shuffle } from './random.js';
import { placeMatrix } from './simd-matrix.js';
import { createSimdMemory, SIMD_BLOCK, type SimdMemory } from './simd-memory.js';
import type { SoftmaxHead } from './softmax-head.js';

export interface SimdSoftmaxFit {
  /** Passes over the rows, 0 or more; the last may be a part of one. */
  readonly epochs: number;
  /** First step size, about .01; it falls to 0 in a straight line. */
  readonly learningRate: number;
  readonly seed: number;
  /** Weight of each row, 0 or more. */
  readonly rowWeights: ArrayLike<number>;
  /** Where the fit begins. */
  readonly start: SoftmaxHead;
  /** Rows between two steps. */
  readonly batch: number;
  readonly pace: Pace;
}

/** Adam's step does not depend on the size of the inputs, so unit vectors are made larger to need fewer steps. */
const INPUT_SCALE = 4;
/** Smaller errors are not followed; their squares would be denormal numbers, which are slow. */
const SMALL = 1e-4;
/** Logits so far below the largest one have a probability under {@link SMALL}. */
const FAR_BELOW = -10;
/** Rows of weights that are moved between two looks at the pace. */
const ROWS_AT_ONCE = 32;

/**
 * Multinomial logistic regression on unit vectors by mini-batch Adam, like `fitSoftmax`, without its penalties and some ten
 * times as fast: for fits that somebody waits for. The weights stay where they are multiplied fastest.
 */
export async function fitSimdSoftmax(
  rows: readonly Float32Array[],
  labels: ArrayLike<number>,
  fit: SimdSoftmaxFit,
): Promise<SoftmaxHead> {
  const { classes, dimensions } = fit.start;
  const space = layOut(fit);
  const order = Uint32Array.from(rows, (_, at) => at);
  const random = randomNumbers(fit.seed);
  const steps = Math.ceil((fit.epochs * rows.length) / fit.batch);
  let step = 0;
  while (step < steps) {
    shuffle(order, random);
    for (let from = 0; from < order.length && step < steps; from += fit.batch) {
      const batch = order.subarray(from, from + fit.batch);
      await findErrors(space, rows, labels, batch, fit);
      await addGradients(space, batch.length, dimensions, fit.pace);
      const rate = fit.learningRate * (1 - step / steps);
      step += 1;
      await moveWeights(space, dimensions + 1, step, rate, fit.pace);
    }
  }
  const head = readHead(space, classes, dimensions);
  return { ...head, weights: placeMatrix(head.weights, dimensions, classes) };
}

/** Positions in the memory. The bias is one more row of weights, whose input is always the same. */
interface Space {
  readonly memory: SimdMemory;
  /** From one row of weights, or of errors, to the next. */
  readonly stride: number;
  /** Numbers of one input, with that of the bias. */
  readonly inputs: number;
  readonly weights: number;
  readonly gradient: number;
  readonly mean: number;
  readonly square: number;
  readonly batch: number;
  readonly errors: number;
}

function layOut({ start, batch: size }: SimdSoftmaxFit): Space {
  const { classes, dimensions } = start;
  const inputs = dimensions + 1;
  const stride = Math.ceil(classes / SIMD_BLOCK) * SIMD_BLOCK;
  const [gradient, mean, square] = [1, 2, 3].map((part) => part * inputs * stride) as [
    number,
    number,
    number,
  ];
  const errors = 4 * inputs * stride;
  const batch = errors + size * stride;
  const memory = createSimdMemory(batch + size * inputs);
  for (let row = 0; row < dimensions; row += 1) {
    for (let k = 0; k < classes; k += 1) {
      memory.floats[row * stride + k] = (start.weights[row * classes + k] ?? 0) / INPUT_SCALE;
    }
  }
  memory.floats.set(start.bias, dimensions * stride);
  return { memory, stride, inputs, weights: 0, gradient, mean, square, errors, batch };
}

async function findErrors(
  { memory, stride, inputs, weights, errors, batch: inputsAt }: Space,
  rows: readonly Float32Array[],
  labels: ArrayLike<number>,
  batch: Uint32Array,
  { start: { classes, dimensions }, rowWeights, pace }: SimdSoftmaxFit,
): Promise<void> {
  const { floats } = memory;
  for (const [place, at] of batch.entries()) {
    if (place % 8 === 0) await pace();
    const x = inputsAt + place * inputs;
    const row = rows[at];
    if (row === undefined) continue;
    floats.set(row, x);
    floats[x + dimensions] = 1 / INPUT_SCALE;
    const into = errors + place * stride;
    floats.fill(0, into, into + stride);
    memory.addScaledRows({ into, width: stride, matrix: weights, stride, x, xStride: 1, rows: inputs });
    toErrors(floats, into, classes, labels[at] ?? 0, (rowWeights[at] ?? 1) / batch.length);
    floats.fill(0, into + classes, into + stride);
  }
}

/** Turns logits of inputs that were not made larger yet into share x (probability - target), made larger like them. */
function toErrors(floats: Float32Array, from: number, classes: number, label: number, share: number): void {
  const end = from + classes;
  let top = -Infinity;
  for (let at = from; at < end; at += 1) top = Math.max(top, floats[at] ?? 0);
  let total = 0;
  for (let at = from; at < end; at += 1) {
    const below = INPUT_SCALE * ((floats[at] ?? 0) - top);
    const weight = below < FAR_BELOW ? 0 : Math.exp(below);
    floats[at] = weight;
    total += weight;
  }
  for (let at = from; at < end; at += 1) {
    const probability = (floats[at] ?? 0) / total;
    const error = at === from + label ? probability - 1 : probability;
    floats[at] = Math.abs(error) < SMALL ? 0 : INPUT_SCALE * share * error;
  }
}

async function addGradients(
  { memory, stride, inputs, gradient, errors, batch }: Space,
  rows: number,
  dimensions: number,
  pace: Pace,
): Promise<void> {
  for (let input = 0; input <= dimensions; input += 1) {
    if (input % ROWS_AT_ONCE === 0) await pace();
    const into = gradient + input * stride;
    const x = batch + input;
    memory.addScaledRows({ into, width: stride, matrix: errors, stride, x, xStride: inputs, rows });
  }
}

async function moveWeights(
  { memory, stride, ...at }: Space,
  rows: number,
  step: number,
  rate: number,
  pace: Pace,
): Promise<void> {
  const pull = rate / (1 - 0.9 ** step);
  const spread = 1 / (1 - 0.999 ** step);
  for (let row = 0; row < rows; row += ROWS_AT_ONCE) {
    await pace();
    const from = row * stride;
    memory.adamStep({
      values: at.weights + from,
      gradient: at.gradient + from,
      mean: at.mean + from,
      square: at.square + from,
      length: Math.min(ROWS_AT_ONCE, rows - row) * stride,
      ...{ pull, spread },
    });
  }
}

function readHead({ memory, stride }: Space, classes: number, dimensions: number): SoftmaxHead {
  const weights = new Float32Array(dimensions * classes);
  for (let row = 0; row < dimensions; row += 1) {
    for (let k = 0; k < classes; k += 1) {
      weights[row * classes + k] = INPUT_SCALE * (memory.floats[row * stride + k] ?? 0);
    }
  }
  const from = dimensions * stride;
  return { classes, dimensions, weights, bias: memory.floats.slice(from, from + classes) };
}
