import { mean } from '../metrics/mean.js';
import { clusteredEstimate, type ClusteredEstimate, sumByCluster } from './clustered.js';
import type { LoggedChoice } from './logged-choice.js';

/** How much of what a policy would do the log has seen. */
export interface Overlap {
  readonly requests: number;
  readonly conversations: number;
  /** Requests for which the log did what the policy may do. */
  readonly matched: number;
  /** Share of the policy's choices that the log could have made, in [0, 1]. */
  readonly covered: number;
  /** Should be 1: more or less says that propensities or coverage are not what they seem. */
  readonly meanWeight: ClusteredEstimate;
  readonly largestWeight: number;
  /** Requests whose weight was cut, and where; `null` without a limit. */
  readonly clipped: { readonly at: number; readonly requests: number } | null;
  /** Conversations of equal weight that would tell as much: (sum of weights)^2 / sum of squares (Kish 1965), by conversation. */
  readonly effective: number;
  /** Why no estimate is made; empty when one can be. */
  readonly faults: readonly string[];
}

/** Fewest conversations' worth of evidence for an estimate. */
export const LEAST_EFFECTIVE = 50;
/** Smallest share of the policy's choices that the log must have been able to make. */
export const LEAST_COVERED = 0.95;
/** How far from 1 the mean weight may be beyond chance, and the standard errors that are put down to chance. */
const WEIGHT_TOLERANCE = 0.05;
const CHANCE_ERRORS = 4;

/**
 * Weights of importance: how much more often the policy does what was done than the log did.
 *
 * @param clip larger weights are cut down to it, which makes estimates steadier and biases them; `undefined`: none
 */
export function weightsOf(choices: readonly LoggedChoice[], clip: number | undefined): number[] {
  return choices.map(({ action, propensity, target }) =>
    Math.min((target.get(action) ?? 0) / propensity, clip ?? Infinity),
  );
}

/** Says whether the log can judge the policy at all. */
export function overlapOf(choices: readonly LoggedChoice[], clip: number | undefined): Overlap {
  const full = weightsOf(choices, undefined);
  const weights = weightsOf(choices, clip);
  const clusters = choices.map(({ cluster }) => cluster);
  const byCluster = [...sumByCluster(weights, clusters).values()];
  const sum = byCluster.reduce((all, weight) => all + weight, 0);
  const squares = byCluster.reduce((all, weight) => all + weight * weight, 0);
  const average = choices.length === 0 ? 0 : mean(full);
  const facts = {
    requests: choices.length,
    conversations: byCluster.length,
    matched: full.filter((weight) => weight > 0).length,
    covered: choices.length === 0 ? 0 : mean(choices.map(({ covered }) => covered)),
    meanWeight: clusteredEstimate(
      average,
      full.map((weight) => weight - average),
      clusters,
    ),
    largestWeight: full.reduce((most, weight) => Math.max(most, weight), 0),
    clipped:
      clip === undefined ? null : { at: clip, requests: full.filter((weight) => weight > clip).length },
    effective: squares === 0 ? 0 : (sum * sum) / squares,
  };
  return { ...facts, faults: faultsOf(facts) };
}

function faultsOf({ requests, covered, effective, meanWeight }: Omit<Overlap, 'faults'>): string[] {
  if (requests === 0) return ['there is no request whose reward is known'];
  const faults: string[] = [];
  if (covered < LEAST_COVERED) {
    const limits = `must be ${100 * LEAST_COVERED} %`;
    faults.push(`the log could have made ${(100 * covered).toFixed(1)} % of the policy's choices, ${limits}`);
  }
  if (effective < LEAST_EFFECTIVE) {
    const limits = `must be ${LEAST_EFFECTIVE}`;
    faults.push(`the matching requests tell as much as ${effective.toFixed(1)} conversations, ${limits}`);
  }
  const { value, standardError, low, high } = meanWeight;
  if (Math.abs(value - 1) > WEIGHT_TOLERANCE + CHANCE_ERRORS * standardError) {
    const found = `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
    faults.push(`the mean weight is ${found}, must be 1: propensities do not fit`);
  }
  return faults;
}
