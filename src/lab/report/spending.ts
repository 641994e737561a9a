import {
  estimateDifference,
  estimateMean,
  type Estimate,
  meanOf,
  type Moments,
  varianceOf,
} from '../metrics/moments.js';
import { estimateShare } from '../metrics/share-estimate.js';
import type { RecordSums } from '../../store/record-store.js';
import { NORMAL_QUANTILE } from '../metrics/normal-quantile.js';

/** Money saved against one other way to answer the same requests; negative where more was spent. */
export interface Saving {
  /** US dollars a request, on average; `undefined` for fewer than two requests. */
  readonly perRequest: Estimate | undefined;
  /** US dollars on all requests that have a price. */
  readonly usd: number;
  /** Of what the requests would have cost the other way; `undefined` where that is nothing. */
  readonly share: Estimate | undefined;
}

/** What a group of records cost, and what for. */
export interface Spending {
  readonly records: number;
  /** Records with a known cost; everything in US dollars is about these. */
  readonly priced: number;
  readonly costUsd: number;
  /** Of it, answers that were thrown away. */
  readonly wastedUsd: number;
  readonly perRequest: Estimate | undefined;
  /** US dollars for one answer with a status below 400, failures paid for included; `undefined` where there is none. */
  readonly perSuccess: Estimate | undefined;
  readonly againstStrongest: Saving;
  readonly againstDefault: Saving;
  /** Share of the records with an outcome. */
  readonly success: Estimate | undefined;
  /** Share of all records whose model was chosen for want of a better choice. */
  readonly fallback: Estimate | undefined;
  /** Share of all records that were like no route; a part of `fallback`. */
  readonly outOfScope: Estimate | undefined;
  /** Share of the cascades that left a tier. */
  readonly escalation: Estimate | undefined;
}

/** @param outOfScope records with this reason; they are among those that fell back */
export function spendingOf(sums: RecordSums, outOfScope = 0): Spending {
  const { records, priced, costUsd, wastedUsd, strongestUsd, defaultUsd } = sums;
  return {
    ...{ records, priced, costUsd, wastedUsd },
    perRequest: estimateMean(costMoments(sums)),
    perSuccess: costOfSuccess(sums),
    againstStrongest: savingOf(sums, strongestUsd, sums.strongestSquares, sums.strongestSavingSquares),
    againstDefault: savingOf(sums, defaultUsd, sums.defaultSquares, sums.defaultSavingSquares),
    success: estimateShare(sums.succeeded, sums.finished),
    fallback: estimateShare(sums.fellBack, records),
    outOfScope: estimateShare(outOfScope, records),
    escalation: estimateShare(sums.escalated, sums.cascades),
  };
}

/**
 * What a group saves against the control group, whose requests are others, told apart by chance: the difference of the
 * means, times the group's own requests.
 *
 * @returns `undefined` when a side has fewer than two requests with a price
 */
export function savingAgainst(control: RecordSums, routed: RecordSums): Saving | undefined {
  const [before, now] = [costMoments(control), costMoments(routed)];
  const perRequest = estimateDifference(before, now);
  if (perRequest === undefined) return undefined;
  return { perRequest, usd: perRequest.value * routed.priced, share: shareSaved(before, now, 0) };
}

/**
 * One less the ratio of two means, with an interval by the logarithm of the ratio (delta method), which keeps it below 1.
 *
 * @param covariance of the two means; 0 where the requests are others
 * @returns `undefined` where a mean is 0, or without an interval
 */
function shareSaved(before: Moments, now: Moments, covariance: number): Estimate | undefined {
  const [a, b] = [meanOf(before), meanOf(now)];
  if (!(a > 0 && b > 0) || Math.min(before.count, now.count) < 2) return undefined;
  const [ofA, ofB] = [before, now].map((moments) => varianceOf(moments) / moments.count);
  const variance = (ofA ?? 0) / a ** 2 + (ofB ?? 0) / b ** 2 - (2 * covariance) / (a * b);
  const factor = Math.exp(NORMAL_QUANTILE * Math.sqrt(Math.max(0, variance)));
  return { value: 1 - b / a, low: 1 - (b / a) * factor, high: 1 - b / a / factor };
}

/** Of what a request cost. */
export function costMoments({ priced, costUsd, costSquares }: RecordSums): Moments {
  return { count: priced, sum: costUsd, squares: costSquares };
}

/**
 * @param other US dollars that the same requests would have cost
 * @param otherSquares sum of the squares of what each would have cost
 * @param savingSquares likewise of the differences
 */
function savingOf(sums: RecordSums, other: number, otherSquares: number, savingSquares: number): Saving {
  const { priced: count, costUsd } = sums;
  const usd = other - costUsd;
  const now = costMoments(sums);
  const products = (now.squares + otherSquares - savingSquares) / 2;
  const covariance = count < 2 ? 0 : (products - (costUsd * other) / count) / (count - 1);
  return {
    perRequest: estimateMean({ count, sum: usd, squares: savingSquares }),
    usd,
    share: shareSaved({ count, sum: other, squares: otherSquares }, now, covariance / count),
  };
}

/**
 * Mean cost over the share of successes, with the delta method's interval. Failures mostly cost less, a covariance that
 * is left out, so that the interval is rather too wide.
 */
function costOfSuccess(sums: RecordSums): Estimate | undefined {
  const { finished, succeeded } = sums;
  const cost = estimateMean(costMoments(sums));
  if (cost === undefined || succeeded === 0) return undefined;
  const share = succeeded / finished;
  const value = cost.value / share;
  const ofCost = cost.value === 0 ? 0 : (cost.high - cost.value) / cost.value;
  const ofShare = (NORMAL_QUANTILE * Math.sqrt((share * (1 - share)) / finished)) / share;
  const half = value * Math.hypot(ofCost, ofShare);
  return { value, low: Math.max(0, value - half), high: value + half };
}
