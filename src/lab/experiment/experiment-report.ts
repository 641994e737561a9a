import type { Arm } from '../../decision/arm.js';
import type { RecordSummary } from '../../store/record-store.js';
import { estimateMean, type Estimate } from '../metrics/moments.js';
import { estimateShare } from '../metrics/share-estimate.js';
import { type RecordSums, sumOf } from '../savings/roll-up.js';
import { couldTakePartAt, placeOf } from '../savings/savings-report.js';
import { costMoments } from '../savings/spending.js';
import { ARM_METRICS, compareArms, type MetricComparison } from './compare-arms.js';

export interface ArmFigures {
  readonly arm: Arm;
  /** Requests that could have been in any arm. */
  readonly records: number;
  readonly cost: Estimate | undefined;
  readonly success: Estimate | undefined;
  readonly gate: Estimate | undefined;
  readonly liked: Estimate | undefined;
}

/** What to do about a comparison that is looked at as often as one likes. */
export type StoppingVerdict = 'stop: better' | 'stop: worse' | 'go on' | 'too few';

export interface ArmComparison {
  readonly arm: Arm;
  readonly baseline: Arm;
  readonly metrics: readonly MetricComparison[];
  readonly verdict: StoppingVerdict;
}

export interface ExperimentReport {
  /** Chance of a wrong `stop` for one comparison, however often it is looked at. */
  readonly alpha: number;
  /** Share by which quality may fall and still be as good. */
  readonly margin: number;
  readonly arms: readonly ArmFigures[];
  readonly comparisons: readonly ArmComparison[];
}

export interface ExperimentOptions {
  readonly alpha: number;
  readonly margin: number;
}

/** What is held against what, where both have records. */
const PAIRS: readonly (readonly [Arm, Arm])[] = [
  ['routed', 'control'],
  ['challenger', 'routed'],
];

/** @param summaries by `REPORT_GROUPINGS` */
export function experimentReport(
  summaries: readonly RecordSummary[],
  { alpha, margin }: ExperimentOptions,
): ExperimentReport {
  const drawn = summaries.filter(couldTakePartAt);
  const sumsOf = (arm: Arm): RecordSums => sumOf(drawn.filter(({ group }) => group[placeOf('arm')] === arm));
  const arms = (['routed', 'control', 'explored', 'challenger'] as const).map((arm) =>
    figuresOf(arm, sumsOf(arm)),
  );
  const hasRecords = (name: Arm): boolean => arms.some(({ arm, records }) => arm === name && records > 0);
  const comparisons = PAIRS.filter((pair) => pair.every(hasRecords)).map(([arm, baseline]) => {
    const terms = { alpha: alpha / ARM_METRICS.length, margin };
    const metrics = ARM_METRICS.map((metric) => compareArms(metric, sumsOf(arm), sumsOf(baseline), terms));
    return { arm, baseline, metrics, verdict: stoppingVerdict(metrics) };
  });
  return { alpha, margin, arms: arms.filter(({ records }) => records > 0), comparisons };
}

/**
 * Worse quality stops it. It is better when it costs less, or answers better, and every quality that was measured is at
 * least as good; at least one must be.
 */
export function stoppingVerdict(metrics: readonly MetricComparison[]): StoppingVerdict {
  const cost = metrics.find(({ metric }) => metric === 'cost')?.verdict;
  const qualities = metrics
    .filter(({ metric, verdict }) => metric !== 'cost' && verdict !== 'too_few')
    .map(({ verdict }) => verdict);
  if (qualities.length === 0) return 'too few';
  if (qualities.includes('worse')) return 'stop: worse';
  const isAsGood = qualities.every((verdict) => verdict === 'better' || verdict === 'as_good');
  if (!isAsGood) return 'go on';
  if (cost === 'better' || (qualities.includes('better') && cost !== 'worse')) return 'stop: better';
  return cost === 'worse' && !qualities.includes('better') ? 'stop: worse' : 'go on';
}

function figuresOf(arm: Arm, sums: RecordSums): ArmFigures {
  return {
    arm,
    records: sums.records,
    cost: estimateMean(costMoments(sums)),
    success: estimateShare(sums.succeeded, sums.finished),
    gate: estimateShare(sums.passed, sums.judged),
    liked: estimateShare(sums.liked, sums.liked + sums.disliked),
  };
}
