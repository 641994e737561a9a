import { estimateShare } from './share-estimate.js';
import type { Estimate } from './moments.js';

/** How two judges of the same rows stand to each other, by how many rows each had right. */
export interface PairedCounts {
  readonly both: number;
  /** Right before, wrong now. */
  readonly lost: number;
  /** Wrong before, right now. */
  readonly won: number;
  readonly neither: number;
}

/**
 * Share right now less share right before, on the same rows, with the 95 % interval of Newcombe's tenth method for paired
 * proportions (Statistics in Medicine 17, 1998: 2635-2650); `undefined` of no rows.
 */
export function pairedDifference({ both, lost, won, neither }: PairedCounts): Estimate | undefined {
  const rows = both + lost + won + neither;
  const now = estimateShare(both + won, rows);
  const before = estimateShare(both + lost, rows);
  if (now === undefined || before === undefined) return undefined;
  const value = (won - lost) / rows;
  const phi = correlation(rows, { both, lost, won, neither });
  const spread = (a: number, b: number): number => Math.sqrt(Math.max(0, a * a - 2 * phi * a * b + b * b));
  return {
    value,
    low: value - spread(now.value - now.low, before.high - before.value),
    high: value + spread(now.high - now.value, before.value - before.low),
  };
}

/** Newcombe's phi: the correlation of the two judges, corrected towards 0 when it is positive. */
function correlation(rows: number, { both, lost, won, neither }: PairedCounts): number {
  const margins = (both + lost) * (won + neither) * (both + won) * (lost + neither);
  if (margins === 0) return 0;
  const product = both * neither - lost * won;
  const corrected = product > 0 ? Math.max(product - rows / 2, 0) : product;
  return corrected / Math.sqrt(margins);
}

/**
 * McNemar's exact test (1947): the probability, in (0, 1], of so uneven a split of the rows that only one of two judges had
 * right, when either is as likely.
 */
export function mcnemar({ lost, won }: PairedCounts): number {
  const changed = lost + won;
  let term = -changed * Math.LN2;
  let sum = Math.exp(term);
  for (let count = 1; count <= Math.min(lost, won); count += 1) {
    term += Math.log((changed - count + 1) / count);
    sum += Math.exp(term);
  }
  return Math.min(1, 2 * sum);
}
