import { sigmoid } from '../../heads/linear-head.js';

/** Two signs that a text belongs to some route; both grow with belonging. */
export interface Belonging {
  /** Logarithm of the summed exponentials of the routes' logits (Liu et al. 2020, "Energy-based Out-of-distribution Detection"). */
  readonly energy: number;
  /** Mean cosine with the nearest examples (Sun et al. 2022, "Out-of-Distribution Detection with Deep Nearest Neighbors"). */
  readonly nearness: number;
}

/** Where "belongs to no route" begins. */
export interface ScopeBar {
  readonly energy: Spread;
  readonly nearness: Spread;
  /** Sum of both signs, each in standard deviations from its mean, below which a text is out of scope. */
  readonly bar: number;
}

interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** Share of the routes' own examples, out of fold, that stays in scope. */
const KEPT = 0.96;
/** So many trials weigh as much as the background texts in setting the bar. */
const PRIOR_TRIALS = 20;
/** Fall of the sum, in standard deviations, over which the answer turns from doubtful to sure. */
const SLOPE = 0.5;

/**
 * Fits the bar so that {@link KEPT} of the trials stay in scope. Few trials cannot place it: it is then drawn towards the
 * midpoint between the typical trial and the typical background text.
 *
 * @param own signs of the routes' examples, out of fold
 * @param strangers signs of everyday texts that belong to no route in particular
 */
export function fitScopeBar(own: readonly Belonging[], strangers: readonly Belonging[]): ScopeBar {
  const base = own.length > 0 ? own : strangers;
  const spreads = {
    energy: spreadOf(base.map(({ energy }) => energy)),
    nearness: spreadOf(base.map(({ nearness }) => nearness)),
  };
  const sums = (list: readonly Belonging[]): number[] =>
    list.map((signs) => sumOf(spreads, signs)).sort((a, b) => a - b);
  const [inside, outside] = [sums(own), sums(strangers)];
  // Without trials all that is known is that strangers should stay outside.
  if (inside.length === 0) return { ...spreads, bar: quantile(outside, KEPT) };
  const kept = quantile(inside, 1 - KEPT);
  const midpoint = outside.length === 0 ? kept : (quantile(inside, 0.5) + quantile(outside, 0.5)) / 2;
  const trust = inside.length / (inside.length + PRIOR_TRIALS);
  return { ...spreads, bar: trust * kept + (1 - trust) * midpoint };
}

/** In [0, 1], .5 at the bar. */
export function outOfScopeOf(bar: ScopeBar, signs: Belonging): number {
  return sigmoid((bar.bar - sumOf(bar, signs)) / SLOPE);
}

/** Energy of the first `routes` logits. */
export function energyOf(logits: Float32Array, routes: number): number {
  let top = -Infinity;
  for (let at = 0; at < routes; at += 1) top = Math.max(top, logits[at] ?? top);
  let total = 0;
  for (let at = 0; at < routes; at += 1) total += Math.exp((logits[at] ?? 0) - top);
  return top + Math.log(total);
}

function sumOf({ energy, nearness }: Pick<ScopeBar, 'energy' | 'nearness'>, signs: Belonging): number {
  const far = (signs.energy - energy.mean) / energy.deviation;
  return far + (signs.nearness - nearness.mean) / nearness.deviation;
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length || 1);
  // A few examples can be alike by chance; then the size of the sign itself tells what a small difference is.
  return { mean, deviation: Math.max(Math.sqrt(variance), 0.05 * Math.abs(mean), 1e-6) };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
