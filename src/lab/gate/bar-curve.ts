import { bootstrap, type Interval } from '../metrics/bootstrap.js';

/** A first tier's answer that was judged twice: by the gate, and by somebody who knows. */
export interface JudgedAnswer {
  /** The gate's probability that it is good. */
  readonly score: number;
  readonly isGood: boolean;
}

/** What two tiers are worth to each other. */
export interface TierTrade {
  /** Price of the strong tier's answer over that of the cheap tier's, 1 or more. */
  readonly priceRatio: number;
  /** Share of the strong tier's answers that are good, in [0, 1]. */
  readonly strongQuality: number;
}

/** What one bar does. Shares are in [0, 1]; the cost is in answers of the strong tier. */
export interface BarPoint {
  readonly bar: number;
  /** Share of the answers that go on to the strong tier. */
  readonly escalated: number;
  readonly escalatedInterval: Interval;
  /** Share of the delivered answers that are good. */
  readonly quality: number;
  readonly qualityInterval: Interval;
  /** The first tier's answers, and the strong tier's where it is asked. */
  readonly cost: number;
  /** Share of the bad answers that do not pass, and of the good ones. */
  readonly badCaught: number;
  readonly goodRejected: number;
}

export interface BarCurve {
  readonly points: readonly BarPoint[];
  /** The escalation rate from which asking the strong tier at once is cheaper: 1 - cheap / strong. */
  readonly breakEven: number;
  /** `undefined` where no bar will do. */
  readonly recommended: BarPoint | undefined;
}

/** Bars tried: 0 lets everything pass. */
const BARS = Array.from({ length: 20 }, (_, at) => Number((at * 0.05).toFixed(2)));
const RESAMPLES = 300;

/**
 * The curve of escalation rate, quality and cost over the gate's bar. Recommended is the cheapest bar whose quality, at the
 * low end of its interval, reaches `wanted`; without a wish, the one that catches most bad answers for the good ones
 * that it rejects (Youden 1950). Either way the escalation rate must stay under the break-even with its whole interval.
 */
export function barCurve(rows: readonly JudgedAnswer[], trade: TierTrade, wanted?: number): BarCurve {
  const breakEven = 1 - 1 / trade.priceRatio;
  const points = BARS.map((bar) => pointAt(rows, bar, trade));
  const paying = points.filter(({ escalatedInterval }) => escalatedInterval.high < breakEven);
  const gain = ({ badCaught, goodRejected }: BarPoint): number => badCaught - goodRejected;
  const recommended =
    wanted === undefined
      ? paying.reduce<BarPoint | undefined>(
          (best, point) => (best === undefined || gain(point) > gain(best) ? point : best),
          undefined,
        )
      : paying.find(({ qualityInterval }) => qualityInterval.low >= wanted);
  return { points, breakEven, recommended };
}

function pointAt(
  rows: readonly JudgedAnswer[],
  bar: number,
  { priceRatio, strongQuality }: TierTrade,
): BarPoint {
  const rejects = ({ score }: JudgedAnswer): boolean => score < bar;
  const escalated = (sample: readonly JudgedAnswer[]): number => share(sample, rejects);
  const quality = (sample: readonly JudgedAnswer[]): number =>
    share(sample, (row) => row.isGood && !rejects(row)) + strongQuality * escalated(sample);
  const rate = escalated(rows);
  return {
    ...{ bar, escalated: rate, quality: quality(rows), cost: 1 / priceRatio + rate },
    escalatedInterval: bootstrap(rows, escalated, { resamples: RESAMPLES }),
    qualityInterval: bootstrap(rows, quality, { resamples: RESAMPLES }),
    badCaught: share(
      rows.filter(({ isGood }) => !isGood),
      rejects,
    ),
    goodRejected: share(
      rows.filter(({ isGood }) => isGood),
      rejects,
    ),
  };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
