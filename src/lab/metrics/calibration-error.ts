/** What the router said of its choice, and whether that was right. */
export interface Confident {
  /** Probability given to the choice, in [0, 1]. */
  readonly confidence: number;
  readonly correct: boolean;
}

/** One row of a reliability diagram. */
export interface ReliabilityBin {
  /** Confidences of the bin: above `from` (the first one: from 0) up to `to`. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean confidence and share right; 0 where the bin is empty. */
  readonly confidence: number;
  readonly accuracy: number;
}

const BINS = 15;

/** Bins of equal width over [0, 1], closed above. */
export function reliabilityTable(rows: readonly Confident[], bins: number = BINS): ReliabilityBin[] {
  const counts = new Float64Array(bins);
  const confidences = new Float64Array(bins);
  const hits = new Float64Array(bins);
  for (const { confidence, correct } of rows) {
    const at = Math.min(Math.max(Math.ceil(confidence * bins) - 1, 0), bins - 1);
    counts[at] = (counts[at] ?? 0) + 1;
    confidences[at] = (confidences[at] ?? 0) + confidence;
    hits[at] = (hits[at] ?? 0) + (correct ? 1 : 0);
  }
  return Array.from(counts, (count, at) => ({
    from: at / bins,
    to: (at + 1) / bins,
    count,
    confidence: count === 0 ? 0 : (confidences[at] ?? 0) / count,
    accuracy: count === 0 ? 0 : (hits[at] ?? 0) / count,
  }));
}

/** Expected calibration error over 15 bins of equal width (Naeini et al. 2015; Guo et al. 2017), in [0, 1]. */
export function calibrationError(rows: readonly Confident[]): number {
  return reliabilityTable(rows).reduce(
    (sum, bin) => sum + (bin.count / rows.length) * Math.abs(bin.confidence - bin.accuracy),
    0,
  );
}
