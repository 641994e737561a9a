import { createPace, type Pace } from './pace.js';

const LOWEST = 0.02;
const HIGHEST = 50;
/** Each takes 38 % off the range that is left. */
const STEPS = 24;
/** Trials between two looks at the pace. */
const STRIDE = 16;
/** Exponents below it add nothing to a sum of 1 or more. */
const VANISHING = -40;

/**
 * Finds the softmax temperature that makes probabilities honest: the one with the smallest cross-entropy on trials that
 * the logits were not fitted on (Guo et al. 2017, "On Calibration of Modern Neural Networks"). Few trials cannot prove
 * high confidence, so the target is smoothed to (n + 1) / (n + 2) as Platt does.
 *
 * @param logits one list a trial, out of fold
 * @param labels position of each trial's own class
 * @param steps of the search; 12 find it within 2 %, 24 within 1 in 10,000
 * @returns between .02 and 50; 1 without trials
 */
export async function fitTemperature(
  logits: readonly Float32Array[],
  labels: ArrayLike<number>,
  pace: Pace = createPace(),
  steps = STEPS,
): Promise<number> {
  if (logits.length === 0) return 1;
  const loss = (logTemperature: number): Promise<number> =>
    crossEntropy(logits, labels, Math.exp(logTemperature), pace);
  return Math.exp(await goldenSection(loss, Math.log(LOWEST), Math.log(HIGHEST), steps));
}

/** Mean cross-entropy of trials at a temperature, with smoothed targets; see {@link fitTemperature}. */
export async function crossEntropy(
  logits: readonly Float32Array[],
  labels: ArrayLike<number>,
  temperature: number,
  pace: Pace,
): Promise<number> {
  const smoothing = 1 / (logits.length + 2);
  let sum = 0;
  for (const [at, trial] of logits.entries()) {
    if (at % STRIDE === 0) await pace();
    const probability = probabilityOf(trial, labels[at] ?? 0, temperature);
    const clamped = Math.min(Math.max(probability, 1e-12), 1 - 1e-12);
    sum -= (1 - smoothing) * Math.log(clamped) + smoothing * Math.log(1 - clamped);
  }
  return sum / logits.length;
}

function probabilityOf(logits: Float32Array, label: number, temperature: number): number {
  let top = -Infinity;
  for (const logit of logits) top = Math.max(top, logit);
  let total = 0;
  for (const logit of logits) {
    const exponent = (logit - top) / temperature;
    if (exponent > VANISHING) total += Math.exp(exponent);
  }
  return Math.exp(((logits[label] ?? 0) - top) / temperature) / total;
}

/** Minimum of a unimodal function on [low, high] (Kiefer 1953). */
async function goldenSection(
  f: (x: number) => Promise<number>,
  low: number,
  high: number,
  steps: number,
): Promise<number> {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [await f(c), await f(d)];
  for (let step = 0; step < steps; step += 1) {
    if (fc < fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = await f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = await f(d);
    }
  }
  return (a + b) / 2;
}
