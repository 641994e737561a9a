import type { Estimate } from '../metrics/moments.js';
import { NORMAL_QUANTILE } from '../metrics/normal-quantile.js';

/** An estimate, and the standard error that its interval is made of. */
export interface ClusteredEstimate extends Estimate {
  readonly standardError: number;
}

/**
 * A 95 % interval by the normal approximation, with clusters: the variance of the sum of the clusters' sums, with the factor
 * G / (G - 1) for G clusters (Cameron and Miller 2015, section II).
 *
 * @param influence by how much each row moves the value, times the number of rows; sums to 0 (linearisation of a ratio)
 * @param clusters of each row
 */
export function clusteredEstimate(
  value: number,
  influence: readonly number[],
  clusters: readonly string[],
): ClusteredEstimate {
  const sums = sumByCluster(influence, clusters);
  const squares = [...sums.values()].reduce((sum, part) => sum + part * part, 0);
  const variance = (squares * sums.size) / Math.max(sums.size - 1, 1) / influence.length ** 2;
  const standardError = Math.sqrt(variance);
  return {
    value,
    standardError,
    low: value - NORMAL_QUANTILE * standardError,
    high: value + NORMAL_QUANTILE * standardError,
  };
}

export function sumByCluster(values: readonly number[], clusters: readonly string[]): Map<string, number> {
  const sums = new Map<string, number>();
  values.forEach((value, at) => {
    const cluster = clusters[at] ?? '';
    sums.set(cluster, (sums.get(cluster) ?? 0) + value);
  });
  return sums;
}
