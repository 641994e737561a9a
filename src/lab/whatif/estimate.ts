import { mean } from '../metrics/mean.js';
import { clusteredEstimate, type ClusteredEstimate } from './clustered.js';
import type { LoggedChoice } from './logged-choice.js';
import { type Overlap, overlapOf, weightsOf } from './overlap.js';
import { fitRewardModel } from './reward-model.js';

/** What a policy would have earned a request, and how that differs from what the log earned. */
export interface PolicyValue {
  readonly value: ClusteredEstimate;
  /** The policy's value less the log's, with an interval of its own: both are of the same requests. */
  readonly gain: ClusteredEstimate;
}

export const ESTIMATORS = ['ips', 'snips', 'dr'] as const;

export type Estimator = (typeof ESTIMATORS)[number];

export interface OffPolicy {
  readonly overlap: Overlap;
  /** Mean reward of the log, over all arms; NaN for an empty log. */
  readonly logged: ClusteredEstimate;
  /** `null` where the overlap has faults: a number would be a guess. */
  readonly values: Readonly<Record<Estimator, PolicyValue>> | null;
}

/**
 * Estimates from a log what another policy would have earned. With weight w = target / propensity, reward r and n requests:
 *
 * - `ips`: sum of w r / n, inverse propensity scoring (Horvitz and Thompson 1952)
 * - `snips`: sum of w r / sum of w, self-normalised (Hajek; Swaminathan and Joachims 2015)
 * - `dr`: mean of q(target) + w (r - q(action)), doubly robust (Dudik et al. 2011), q by {@link fitRewardModel}
 *
 * Intervals are 95 %, by the normal approximation with conversations as clusters; the ratio of `snips` is linearised.
 *
 * @param clip see {@link weightsOf}
 */
export async function estimate(
  choices: readonly LoggedChoice[],
  { clip }: { readonly clip?: number | undefined } = {},
): Promise<OffPolicy> {
  const overlap = overlapOf(choices, clip);
  const rewards = choices.map(({ reward }) => reward);
  const clusters = choices.map(({ cluster }) => cluster);
  const average = mean(rewards);
  const centered = rewards.map((reward) => reward - average);
  const logged = clusteredEstimate(average, centered, clusters);
  if (overlap.faults.length > 0) return { overlap, logged, values: null };
  const valueOf = (value: number, influence: readonly number[]): PolicyValue => ({
    value: clusteredEstimate(value, influence, clusters),
    gain: clusteredEstimate(
      value - average,
      influence.map((part, at) => part - (centered[at] ?? 0)),
      clusters,
    ),
  });
  const weights = weightsOf(choices, clip);
  const weighted = weights.map((weight, at) => weight * (rewards[at] ?? 0));
  const ips = mean(weighted);
  const meanWeight = mean(weights);
  const snips = ips / meanWeight;
  const robust = await robustTerms(choices, weights);
  const dr = mean(robust);
  return {
    overlap,
    logged,
    values: {
      ips: valueOf(
        ips,
        weighted.map((part) => part - ips),
      ),
      snips: valueOf(
        snips,
        weighted.map((part, at) => (part - (weights[at] ?? 0) * snips) / meanWeight),
      ),
      dr: valueOf(
        dr,
        robust.map((part) => part - dr),
      ),
    },
  };
}

async function robustTerms(choices: readonly LoggedChoice[], weights: readonly number[]): Promise<number[]> {
  const expected = await fitRewardModel(choices);
  return choices.map(({ action, reward, target }, at) => {
    const direct = [...target].reduce((sum, [other, chance]) => sum + chance * expected(at, other), 0);
    return direct + (weights[at] ?? 0) * (reward - expected(at, action));
  });
}
