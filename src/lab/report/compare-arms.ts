import { alwaysValidHalf, alwaysValidP, logEvidence, priorFor } from '../metrics/always-valid.js';
import type { Interval } from '../metrics/bootstrap.js';
import {
  type Estimate,
  estimateDifference,
  meanOf,
  type Moments,
  momentsOfCount,
  varianceOf,
} from '../metrics/moments.js';
import { estimateShareDifference } from '../metrics/share-estimate.js';
import { costMoments } from './spending.js';
import type { RecordSums } from '../../store/record-store.js';

/**
 * `better`, `worse`: the interval that may be looked at any time leaves 0 out. `as_good`: it is above minus the tolerance.
 * `go_on`: more requests are needed. `too_few`: a side has fewer than {@link FEWEST}.
 */
export type MetricVerdict = 'better' | 'worse' | 'as_good' | 'go_on' | 'too_few';

/** `cost` is US dollars a request, and the less the better; the others are shares, and the more the better. */
export type ArmMetric = 'cost' | 'success' | 'gate' | 'liked';

/** One arm less the other, in one respect. */
export interface MetricComparison {
  readonly metric: ArmMetric;
  /** What was counted on each side. */
  readonly counted: readonly [number, number];
  /** With the 95 % interval that holds for one look: Welch's, or Newcombe's for shares. */
  readonly difference: Estimate | undefined;
  /** The interval that holds for all looks at once; `undefined` when there are too few. */
  readonly always: Interval | undefined;
  /** `undefined` when there are too few. */
  readonly p: number | undefined;
  readonly verdict: MetricVerdict;
}

/** Requests that each side must have before its mean is taken as normal. */
export const FEWEST = 100;

/** Requests of the smaller arm for which the test is sharpest. */
const SHARPEST_AT = 500;

export const ARM_METRICS: readonly ArmMetric[] = ['cost', 'success', 'gate', 'liked'];

/**
 * @param alpha chance of a wrong `better` or `worse` in this respect, however often one looks
 * @param tolerance share by which quality may fall and still be as good
 */
export function compareArms(
  metric: ArmMetric,
  one: RecordSums,
  other: RecordSums,
  { alpha, tolerance }: { readonly alpha: number; readonly tolerance: number },
): MetricComparison {
  const [a, b] = [momentsIn(metric, one), momentsIn(metric, other)];
  const counted = [a.count, b.count] as const;
  const difference =
    metric === 'cost'
      ? estimateDifference(a, b)
      : estimateShareDifference({ count: a.sum, of: a.count }, { count: b.sum, of: b.count });
  const base = { metric, counted, difference };
  if (Math.min(a.count, b.count) < FEWEST) {
    return { ...base, always: undefined, p: undefined, verdict: 'too_few' };
  }
  const [ofOne, ofOther] = metric === 'cost' ? [varianceOf(a), varianceOf(b)] : [smoothed(a), smoothed(b)];
  const variance = ofOne / a.count + ofOther / b.count;
  const value = meanOf(a) - meanOf(b);
  if (variance === 0) {
    const always = { low: value, high: value };
    return { ...base, always, p: value === 0 ? 1 : 0, verdict: verdictOf(metric, always, tolerance) };
  }
  const prior = priorFor((ofOne + ofOther) / SHARPEST_AT, alpha);
  const half = alwaysValidHalf(variance, prior, alpha);
  const always = { low: value - half, high: value + half };
  return {
    ...base,
    always,
    p: alwaysValidP(logEvidence(value, variance, prior)),
    verdict: verdictOf(metric, always, tolerance),
  };
}

function verdictOf(metric: ArmMetric, { low, high }: Interval, tolerance: number): MetricVerdict {
  if (metric === 'cost') return high < 0 ? 'better' : low > 0 ? 'worse' : 'go_on';
  if (low > 0) return 'better';
  if (low > -tolerance) return 'as_good';
  return high < 0 ? 'worse' : 'go_on';
}

function momentsIn(metric: ArmMetric, sums: RecordSums): Moments {
  switch (metric) {
    case 'cost':
      return costMoments(sums);
    case 'success':
      return momentsOfCount(sums.succeeded, sums.finished);
    case 'gate':
      return momentsOfCount(sums.passed, sums.judged);
    case 'liked':
      return momentsOfCount(sums.liked, sums.liked + sums.disliked);
  }
}

/** Variance of one answer, with one of each kind added (Agresti and Caffo 2000): it is never 0. */
function smoothed({ count, sum }: Moments): number {
  const share = (sum + 1) / (count + 2);
  return share * (1 - share);
}
