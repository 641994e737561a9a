import { conformalBar } from '../../heads/conformal.js';
import type { Pace } from '../../heads/pace.js';
import { softmax } from '../../heads/softmax-head.js';
import { crossEntropy, fitTemperature } from '../../heads/temperature.js';
import type { RouteTrial } from './route-trials.js';

/** How all evidence makes one probability: softmax((dense + mix x n-grams + near x support) / temperature). */
export interface Blend {
  readonly mix: number;
  readonly near: number;
  readonly temperature: number;
}

/** A blend, and how well it did on the trials it was fitted on. */
export interface FittedBlend {
  readonly blend: Blend;
  /** Mean cross-entropy, raised by how far the weights are from the usual ones; infinite without trials. */
  readonly loss: number;
}

/** Weights of the n-gram layer that are tried, in units in which both layers' logits vary alike. */
const MIXES = [0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1] as const;
/**
 * Weights of the neighbours' support that are tried. The usual one is 0: neighbours tell apart what lies close together
 * (Banking77), and elsewhere have nothing to add (CLINC150).
 */
const NEARS = [0, 0.15, 0.3, 0.45, 0.6, 0.8] as const;
/** Without trials. */
const [USUAL_MIX, USUAL_TEMPERATURE] = [0.3, 1.5];
/** So many trials outweigh the usual weights: the loss of another one is raised by its distance / trials. */
const WEIGHT_PRIOR = 4;
/** Steps of the search for a temperature while weights are compared. */
const ROUGH_STEPS = 12;
/** Logits of trials that take part, as far as there are {@link ENOUGH_TRIALS}: more would change nothing. */
const [MOST_LOGITS, ENOUGH_TRIALS] = [180_000, 300];
/** Share of a route's own texts that clear its threshold. */
const KEPT = 0.95;
/** Trials of a route from which its threshold is its own, not that of all routes together. */
const OWN_TRIALS = 40;

/**
 * Fits the weights of neighbours and n-grams, one after the other, and the temperature on trials: late fusion, then
 * temperature scaling.
 *
 * @param alone whether there are no vectors, so that n-grams decide alone
 */
export async function fitBlend(all: readonly RouteTrial[], alone: boolean, pace: Pace): Promise<FittedBlend> {
  if (all.length === 0) {
    return { blend: { mix: alone ? 1 : USUAL_MIX, near: 0, temperature: USUAL_TEMPERATURE }, loss: Infinity };
  }
  const classes = all[0]?.dense.length ?? 1;
  const step = Math.ceil(all.length / Math.max(ENOUGH_TRIALS, MOST_LOGITS / classes));
  const trials = all.filter((_, at) => at % step === 0);
  const labels = Uint32Array.from(trials, ({ label }) => label);
  const unit = spread(trials.map(({ dense }) => dense)) / (spread(trials.map(({ ngrams }) => ngrams)) || 1);
  const tryWeights = async (mix: number, near: number, far: number): Promise<Tried> => {
    const logits = trials.map((trial) => blend(trial, { mix, near }));
    const temperature = await fitTemperature(logits, labels, pace, ROUGH_STEPS);
    const raise = (WEIGHT_PRIOR * far) / trials.length;
    return { mix, near, temperature, loss: raise + (await crossEntropy(logits, labels, temperature, pace)) };
  };
  const usual = alone ? 1 : USUAL_MIX * unit;
  const { near } = await lowest(alone ? [0] : NEARS, (weight) => tryWeights(usual, weight, weight));
  const best = await lowest(alone ? [USUAL_MIX] : MIXES, (weight) =>
    tryWeights(alone ? 1 : weight * unit, near, Math.abs(weight - USUAL_MIX)),
  );
  const weights = { mix: best.mix, near };
  const logits = trials.map((trial) => blend(trial, weights));
  return { blend: { ...weights, temperature: await fitTemperature(logits, labels, pace) }, loss: best.loss };
}

interface Tried extends Blend {
  readonly loss: number;
}

/** Goes through the weights for as long as the loss falls: cross-entropy is convex in the logits, so it has one valley. */
async function lowest(weights: readonly number[], trial: (weight: number) => Promise<Tried>): Promise<Tried> {
  let best: Tried = { mix: 0, near: 0, temperature: 1, loss: Infinity };
  for (const weight of weights) {
    const tried = await trial(weight);
    if (tried.loss >= best.loss) break;
    best = tried;
  }
  return best;
}

/** Logits of all evidence together, before the temperature. */
export function blend(
  found: Pick<RouteTrial, 'dense' | 'ngrams' | 'support'>,
  { mix, near }: Pick<Blend, 'mix' | 'near'>,
): Float32Array {
  return addSupport(blendLayers(found, mix), found, near);
}

/** Adds what the neighbours say to the logits of the layers, in place. */
export function addSupport(
  logits: Float32Array,
  { support }: Pick<RouteTrial, 'support'>,
  near: number,
): Float32Array {
  for (let at = 0; at < logits.length; at += 1) logits[at] = (logits[at] ?? 0) + near * (support[at] ?? 0);
  return logits;
}

/** Logits of both layers together. */
export function blendLayers(
  { dense, ngrams }: Pick<RouteTrial, 'dense' | 'ngrams'>,
  mix: number,
): Float32Array {
  const sums = new Float32Array(dense.length);
  for (let at = 0; at < sums.length; at += 1) sums[at] = (dense[at] ?? 0) + mix * (ngrams[at] ?? 0);
  return sums;
}

/**
 * Threshold of each route by split conformal prediction: 95 % of the route's own texts have at least this probability
 * of it. A route with few trials gets that of all routes together, and none when even those are few.
 */
export function fitThresholds(
  trials: readonly RouteTrial[],
  routes: readonly string[],
  weights: Blend,
): Readonly<Record<string, number>> {
  const own = routes.map((): number[] => []);
  for (const trial of trials) {
    own[trial.label]?.push(softmax(blend(trial, weights), weights.temperature)[trial.label] ?? 0);
  }
  const pooled = conformalBar(own.flat(), KEPT);
  const entries = routes.flatMap((route, at): [string, number][] => {
    const scores = own[at] ?? [];
    const bar = scores.length < OWN_TRIALS ? pooled : conformalBar(scores, KEPT);
    return bar === undefined ? [] : [[route, bar]];
  });
  return Object.fromEntries(entries);
}

/** Standard deviation of logits around their text's mean. */
function spread(lists: readonly Float32Array[]): number {
  let [sum, count] = [0, 0];
  for (const list of lists) {
    const mean = list.reduce((total, value) => total + value, 0) / list.length;
    for (const value of list) sum += (value - mean) ** 2;
    count += list.length;
  }
  return Math.sqrt(sum / Math.max(1, count));
}
