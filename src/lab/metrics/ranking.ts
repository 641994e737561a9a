/** A score and whether the row should have a high one. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties counting half (Mann and
 * Whitney 1947). NaN when one side is empty.
 */
export function auroc(rows: readonly Scored[]): number {
  const sorted = [...rows].sort((a, b) => a.score - b.score);
  const positives = rows.filter(({ positive }) => positive).length;
  let rankSum = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1;
    const rank = (from + 1 + to) / 2;
    rankSum += rank * sorted.slice(from, to).filter(({ positive }) => positive).length;
    from = to;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (rows.length - positives));
}

/**
 * The lowest bar that at most `share` of the scores reach or pass, as a number between two scores; above all of them
 * when ties leave no other.
 */
export function barPassedBy(scores: readonly number[], share: number): number {
  const sorted = [...scores].sort((a, b) => b - a);
  const most = Math.floor(share * sorted.length + 1e-9);
  if (most >= sorted.length) return -Infinity;
  const first = sorted[most] ?? -Infinity;
  const above = sorted.filter((score) => score > first);
  const last = above.at(-1);
  return last === undefined ? first + Math.max(Math.abs(first), 1) * 1e-9 : (first + last) / 2;
}

/** Share of the positives whose score reaches the bar; NaN without positives. */
export function recallAtBar(rows: readonly Scored[], bar: number): number {
  const positives = rows.filter(({ positive }) => positive);
  return positives.filter(({ score }) => score >= bar).length / positives.length;
}

/** Recall when at most `share` of the negatives are taken for positives. */
export function recallAtFalsePositives(rows: readonly Scored[], share: number): number {
  const negatives = rows.filter(({ positive }) => !positive).map(({ score }) => score);
  return recallAtBar(rows, barPassedBy(negatives, share));
}
