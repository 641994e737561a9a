import type { Arm } from '../../decision/arm.js';
import type { RecordSums, RecordSummary } from '../../store/record-store.js';
import { estimateMean, type Estimate } from '../metrics/moments.js';
import { estimateShare } from '../metrics/share-estimate.js';
import { sumOf } from './roll-up.js';
import { placeOf, wasDrawnAt } from './savings-report.js';
import { costMoments } from './spending.js';
import { ARM_METRICS, compareArms, type MetricComparison } from './compare-arms.js';
import type { Draw } from './sample-ratio.js';
import { couldBeInExperiment } from './took-part.js';

export interface ArmFigures {
  /** The routed arm is in both draws, with other requests. */
  readonly of: Draw;
  readonly arm: Arm;
  /** Requests that could have been in any arm of the draw. */
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
  readonly tolerance: number;
  /** Of each draw that has more than one; without requests, none. */
  readonly arms: readonly ArmFigures[];
  readonly comparisons: readonly ArmComparison[];
}

export interface ExperimentOptions {
  readonly alpha: number;
  readonly tolerance: number;
}

/** What is drawn, among whom, and what is then held against what, where both have records. */
const DRAWS: readonly {
  readonly of: Draw;
  readonly arms: readonly Arm[];
  readonly couldTakePart: (summary: RecordSummary) => boolean;
  readonly pair: readonly [arm: Arm, baseline: Arm];
}[] = [
  {
    of: 'trial',
    arms: ['routed', 'control', 'explored'],
    couldTakePart: wasDrawnAt,
    pair: ['routed', 'control'],
  },
  {
    of: 'experiment',
    arms: ['routed', 'challenger'],
    couldTakePart: ({ group }) => couldBeInExperiment(group[placeOf('reason')] ?? null),
    pair: ['challenger', 'routed'],
  },
];

/** @param summaries by `REPORT_GROUPINGS` */
export function experimentReport(
  summaries: readonly RecordSummary[],
  { alpha, tolerance }: ExperimentOptions,
): ExperimentReport {
  const terms = { alpha: alpha / ARM_METRICS.length, tolerance };
  const draws = DRAWS.map(({ of, arms, couldTakePart, pair }) => {
    const drawn = summaries.filter(couldTakePart);
    const sumsOf = (arm: Arm): RecordSums =>
      sumOf(drawn.filter(({ group }) => group[placeOf('arm')] === arm));
    const figures = arms.map((arm) => figuresOf(of, arm, sumsOf(arm))).filter(({ records }) => records > 0);
    const [arm, baseline] = pair;
    const [one, other] = [sumsOf(arm), sumsOf(baseline)];
    if (one.records === 0 || other.records === 0) return { figures, comparisons: [] };
    const metrics = ARM_METRICS.map((metric) => compareArms(metric, one, other, terms));
    return { figures, comparisons: [{ arm, baseline, metrics, verdict: stoppingVerdict(metrics) }] };
  });
  return {
    ...{ alpha, tolerance },
    arms: draws.flatMap(({ figures }) => (figures.length > 1 ? figures : [])),
    comparisons: draws.flatMap(({ comparisons }) => comparisons),
  };
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

function figuresOf(of: Draw, arm: Arm, sums: RecordSums): ArmFigures {
  return {
    of,
    arm,
    records: sums.records,
    cost: estimateMean(costMoments(sums)),
    success: estimateShare(sums.succeeded, sums.finished),
    gate: estimateShare(sums.passed, sums.judged),
    liked: estimateShare(sums.liked, sums.liked + sums.disliked),
  };
}
