import { accuracy } from './accuracy.js';
import type { Confident } from './calibration-error.js';

/** Share right among the surest `coverage` (0 to 1) of the rows; the others are escalated. */
export function accuracyAtCoverage(rows: readonly Confident[], coverage: number): number {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  const kept = sorted.slice(0, Math.round(coverage * sorted.length));
  return accuracy(kept.map(({ correct }) => correct));
}
