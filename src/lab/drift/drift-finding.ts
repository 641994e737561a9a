import { alwaysValidP } from '../metrics/always-valid.js';
import { meanOf, varianceOf } from '../metrics/moments.js';
import { type DriftMetric, METRIC_TRAITS } from './drift-metric.js';
import type { DriftStream } from './drift-stream.js';
import { roseByTwoPoints } from './weekly-rule.js';

/** `info`: it moved in the direction that is not bad. */
export type Severity = 'high' | 'medium' | 'low' | 'info';

export interface SampleMean {
  readonly records: number;
  readonly mean: number;
}

/** Something that is no longer as it was. */
export interface DriftFinding {
  /** `null` for all requests. */
  readonly route: string | null;
  readonly metric: DriftMetric;
  /** `sequential`: the window against the reference; `two_points`: the last seven days against the seven before. */
  readonly rule: 'sequential' | 'two_points';
  readonly severity: Severity;
  readonly before: SampleMean;
  readonly now: SampleMean;
  /** Chance of evidence this strong if nothing had changed, however often one looks, in one stream; `null` for `two_points`. */
  readonly p: number | null;
  /** ISO time of the record that was one too many; `null` for `two_points`. */
  readonly foundAt: string | null;
  readonly advice: string;
}

/** Differences, in percentage points of a rate and in standard deviations of a mean, from which on they matter. */
const MATTERS = {
  rate: { high: 0.1, medium: 0.02 },
  mean: { high: 0.5, medium: 0.2 },
} as const;

/** What one stream found; none, one or two. */
export function findingsOf(stream: DriftStream): DriftFinding[] {
  return [sequentialOf(stream), twoPointsOf(stream)].filter((finding) => finding !== undefined);
}

function sequentialOf({ route, metric, test }: DriftStream): DriftFinding | undefined {
  const { reference, window, evidence, foundAt } = test.shift;
  if (foundAt === undefined) return undefined;
  const { isRate, bad, advice } = METRIC_TRAITS[metric];
  const change = meanOf(window) - meanOf(reference);
  const isBad = change > 0 === (bad === 'up');
  const size = isRate ? Math.abs(change) : Math.abs(change) / Math.sqrt(varianceOf(reference) || 1);
  return {
    ...{ route, metric, rule: 'sequential', severity: isBad ? severityOf(size, isRate) : 'info' },
    before: { records: reference.count, mean: meanOf(reference) },
    now: { records: window.count, mean: meanOf(window) },
    p: alwaysValidP(evidence),
    foundAt: new Date(foundAt).toISOString(),
    advice: isBad ? advice : 'it moved for the better: nothing is to be done',
  };
}

function twoPointsOf({ route, metric, weeks: [before, now] }: DriftStream): DriftFinding | undefined {
  const { isRate, advice } = METRIC_TRAITS[metric];
  const rise = isRate ? roseByTwoPoints(before, now) : undefined;
  if (rise === undefined) return undefined;
  return {
    ...{ route, metric, rule: 'two_points', severity: severityOf(rise.value, true), advice },
    before: { records: before.of, mean: before.count / before.of },
    now: { records: now.of, mean: now.count / now.of },
    ...{ p: null, foundAt: null },
  };
}

function severityOf(size: number, isRate: boolean): Severity {
  const { high, medium } = MATTERS[isRate ? 'rate' : 'mean'];
  return size >= high ? 'high' : size >= medium ? 'medium' : 'low';
}
