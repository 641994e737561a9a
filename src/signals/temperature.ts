import type { Pace } from './pace.js';

/** Scores of an example of a known route, with that example left out. */
export interface Trial {
  /** One score a route, in the index's order. */
  readonly scores: readonly number[];
  /** Position of the example's own route. */
  readonly truth: number;
}

const LOWEST = 0.01;
const HIGHEST = 1;
/** Used when there is nothing to fit: no route has two examples. */
const UNFITTED = 0.1;
const STEPS = 40;

/**
 * Finds the softmax temperature that makes the probabilities honest: the one with the smallest cross-entropy on
 * leave-one-out trials (Guo et al. 2017, "On Calibration of Modern Neural Networks"). Few trials cannot prove high
 * confidence, so the target is smoothed to (n + 1) / (n + 2) as Platt does.
 *
 * @param none score of the extra class that stands for "no route"
 */
export async function fitTemperature(trials: readonly Trial[], none: number, pace: Pace): Promise<number> {
  if (trials.length === 0) return UNFITTED;
  const loss = (logTemperature: number): number => crossEntropy(trials, none, Math.exp(logTemperature));
  return Math.exp(await goldenSection(loss, Math.log(LOWEST), Math.log(HIGHEST), pace));
}

function crossEntropy(trials: readonly Trial[], none: number, temperature: number): number {
  const smoothing = 1 / (trials.length + 2);
  let sum = 0;
  for (const { scores, truth } of trials) {
    const top = Math.max(none, ...scores);
    let total = Math.exp((none - top) / temperature);
    for (const score of scores) total += Math.exp((score - top) / temperature);
    const probability = Math.exp(((scores[truth] ?? 0) - top) / temperature) / total;
    const clamped = Math.min(Math.max(probability, 1e-12), 1 - 1e-12);
    sum -= (1 - smoothing) * Math.log(clamped) + smoothing * Math.log(1 - clamped);
  }
  return sum / trials.length;
}

/** Minimum of a unimodal function on [low, high] (Kiefer 1953). */
async function goldenSection(
  f: (x: number) => number,
  low: number,
  high: number,
  pace: Pace,
): Promise<number> {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  let [c, d] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fc, fd] = [f(c), f(d)];
  for (let step = 0; step < STEPS; step += 1) {
    await pace();
    if (fc < fd) {
      [b, d, fd] = [d, c, fc];
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}
