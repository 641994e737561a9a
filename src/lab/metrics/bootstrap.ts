import { randomNumbers } from '../../heads/random.js';

/** A 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Default 1,000. */
  readonly resamples?: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Percentile interval of a statistic over resamples of its rows (Efron 1979). Resamples for which the statistic is not a
 * number, such as an AUROC of one class, are left out.
 */
export function bootstrap<T>(
  rows: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { resamples = 1_000, seed = 1 }: BootstrapOptions = {},
): Interval {
  const random = randomNumbers(seed);
  const values: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    const sample = rows.map(() => rows[Math.floor(random() * rows.length)] as T);
    const value = statistic(sample);
    if (!Number.isNaN(value)) values.push(value);
  }
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Between the two nearest of the sorted values, as numpy does by default; NaN for none. */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}
