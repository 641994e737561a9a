import { accuracy } from './accuracy.js';
import type { Confident } from './calibration-error.js';

/** Share right among the surest `coverage` (0 to 1) of the rows; the others are escalated. */
export function accuracyAtCoverage(rows: readonly Confident[], coverage: number): number {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  const kept = sorted.slice(0, Math.round(coverage * sorted.length));
  return accuracy(kept.map(({ correct }) => correct));
}

/** Area under the risk-coverage curve: the mean error over all coverages, surest first (Geifman et al. 2019). */
export function riskCoverageArea(rows: readonly Confident[]): number {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  let errors = 0;
  let area = 0;
  for (const [at, { correct }] of sorted.entries()) {
    errors += correct ? 0 : 1;
    area += errors / (at + 1);
  }
  return sorted.length === 0 ? 0 : area / sorted.length;
}
