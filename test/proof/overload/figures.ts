import type { Sent } from '../load/checked-request.js';
import { count, latencyQuantile, within } from '../load/count.js';
import type { Figures, Sample, Window } from './overload-results.js';

const WINDOW_S = 5;

/** What became of requests. */
export function figuresOf(sent: readonly Sent[]): Figures {
  const reasons: Record<string, number> = {};
  for (const { reason } of sent) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const quantile = (q: number): number => Math.round(latencyQuantile(sent, q) * 10) / 10;
  return {
    sent: sent.length,
    fates: count(sent),
    reasons,
    ...{ p50: quantile(0.5), p99: quantile(0.99), p999: quantile(0.999), max: quantile(1) },
  };
}

/**
 * The same for each five seconds of a phase.
 *
 * @param from second of the run at which the phase began, for the samples
 */
export function windowsOf(
  sent: readonly Sent[],
  seconds: number,
  from: number,
  samples: readonly Sample[],
): Window[] {
  return Array.from({ length: Math.ceil(seconds / WINDOW_S) }, (_, index) => {
    const [begin, end] = [index * WINDOW_S, Math.min(seconds, (index + 1) * WINDOW_S)];
    const seen = samples.filter(({ seconds: at }) => at >= from + begin && at < from + end);
    const levels = seen.map(({ level }) => level);
    return {
      ...{ from: begin, to: end },
      levels: levels.length === 0 ? [0, 0] : [Math.min(...levels), Math.max(...levels)],
      ...figuresOf(within(sent, { from: begin * 1000, to: end * 1000 })),
    };
  });
}

/** Seconds after which, for the first time, the median of a second's requests was at most `bound` milliseconds. */
export function backAfter(sent: readonly Sent[], seconds: number, bound: number): number | null {
  for (let second = 0; second < seconds; second++) {
    const span = { from: second * 1000, to: (second + 1) * 1000 };
    if (latencyQuantile(sent, 0.5, span) <= bound) return second + 1;
  }
  return null;
}

/** MiB a minute over the samples after `from` seconds, by least squares; NaN for fewer than two. */
export function slopeOf(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [samples.map(({ seconds }) => seconds / 60), samples.map(of)];
  const [meanX, meanY] = [mean(x), mean(y)];
  const spread = x.reduce((sum, at) => sum + (at - meanX) ** 2, 0);
  return x.reduce((sum, at, index) => sum + (at - meanX) * ((y[index] ?? 0) - meanY), 0) / spread;
}
