import { median } from '../statistics.js';

export interface RatioInterval {
  /** How many times larger the second sample is: the Hodges-Lehmann estimate. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/**
 * By how much one sample is larger than another, with the interval that belongs to the Wilcoxon-Mann-Whitney test, by that
 * test's exact distribution (Hollander and Wolfe, Nonparametric Statistical Methods, 4.3). No shape of the noise is assumed, only that
 * the samples differ by a factor.
 *
 * @param first positive numbers, as `second`
 * @param error how often the interval may miss the true ratio, in (0, 1)
 * @returns `undefined` when there are too few numbers for so rare an error, or one is not positive
 */
export function ratioInterval(
  first: readonly number[],
  second: readonly number[],
  error: number,
): RatioInterval | undefined {
  if (![...first, ...second].every((value) => value > 0 && Number.isFinite(value))) return undefined;
  const key = `${first.length} ${second.length} ${error}`;
  const skipped = known.has(key) ? known.get(key) : skippedPairs(first.length, second.length, error);
  known.set(key, skipped);
  if (skipped === undefined) return undefined;
  const pairs = second.flatMap((b) => first.map((a) => Math.log(b / a))).sort((a, b) => a - b);
  const [low, high] = [pairs[skipped] ?? NaN, pairs[pairs.length - 1 - skipped] ?? NaN];
  return { ratio: Math.exp(median(pairs)), low: Math.exp(low), high: Math.exp(high) };
}

/** All figures of two runs have as many rounds. */
const known = new Map<string, number | undefined>();

/** How many of the sorted differences lie outside at each end; `undefined` when not even none may. */
function skippedPairs(first: number, second: number, error: number): number | undefined {
  const counts = rankCounts(first, second);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (const [at, count] of counts.entries()) {
    below += count;
    // As many differences may be left out as the statistic can be this small by chance.
    if ((2 * below) / all > error) return at === 0 ? undefined : at - 1;
  }
  return undefined;
}

/** In how many orders of the two samples each value of the Mann-Whitney statistic comes, from 0 to `first * second`. */
export function rankCounts(first: number, second: number): number[] {
  const rows: number[][][] = [];
  for (let a = 0; a <= first; a++) {
    const row: number[][] = [];
    for (let b = 0; b <= second; b++) {
      const counts = Array.from({ length: a * b + 1 }, () => 0);
      // The largest of all is of the first sample, and larger than all of the second, or of the second.
      const fromFirst = a === 0 ? [] : (rows[a - 1]?.[b] ?? []);
      const fromSecond = b === 0 ? [] : (row[b - 1] ?? []);
      for (const [at, count] of fromFirst.entries()) counts[at + b] = (counts[at + b] ?? 0) + count;
      if (a > 0) for (const [at, count] of fromSecond.entries()) counts[at] = (counts[at] ?? 0) + count;
      row.push(a === 0 || b === 0 ? [1] : counts);
    }
    rows.push(row);
  }
  return rows[first]?.[second] ?? [1];
}
