import type { Confusion, ConfusionCell } from '../../../../lab/evaluate/confusion.js';

/** A confusion matrix, ready to be drawn: cells by row and column. */
export interface MatrixCell {
  readonly row: number;
  readonly column: number;
  readonly truth: string;
  readonly decided: string;
  readonly count: number;
  /** Of the truth's row, in [0, 1]. */
  readonly share: number;
}

export interface Matrix {
  readonly names: readonly string[];
  /** All that is right in a row, whatever was decided; by the index of the name. */
  readonly totals: readonly number[];
  readonly cells: readonly MatrixCell[];
  /** Classes that were left out, because nothing was confused with them, or because others were confused more. */
  readonly left: number;
}

/**
 * A matrix of the classes that are confused most, at most `most`, in the order that brings the pairs that are mixed up
 * together; all of them in their own order where they are no more. Shares are of whole rows, whatever is left out.
 *
 * @param last the class that stays behind the others
 */
export function matrixOf(confusion: Confusion, most: number, last: string): Matrix {
  const { classes, cells } = confusion;
  const totals = new Map<string, number>();
  for (const { truth, count } of cells) totals.set(truth, (totals.get(truth) ?? 0) + count);
  const names = classes.length <= most ? classes : mostConfused(confusion, most, last);
  const places = new Map(names.map((name, at) => [name, at]));
  return {
    names,
    totals: names.map((name) => totals.get(name) ?? 0),
    cells: cells.flatMap(({ truth, decided, count }) => {
      const [row, column] = [places.get(truth), places.get(decided)];
      if (row === undefined || column === undefined) return [];
      return [{ row, column, truth, decided, count, share: count / (totals.get(truth) ?? count) }];
    }),
    left: classes.length - names.length,
  };
}

/** Wrong cells, the most frequent first. */
export function confusedPairs({ cells }: Confusion): ConfusionCell[] {
  return cells.filter(({ truth, decided }) => truth !== decided).sort((a, b) => b.count - a.count);
}

/** Those of the most frequent wrong pairs, `last` behind them. */
function mostConfused(confusion: Confusion, most: number, last: string): string[] {
  const hasLast = confusion.classes.includes(last);
  const found = new Set<string>();
  const pairs = confusedPairs(confusion).filter(({ truth, decided }) => truth !== last && decided !== last);
  for (const { truth, decided } of pairs) {
    const room = most - (hasLast ? 1 : 0) - found.size;
    if (Number(!found.has(truth)) + Number(!found.has(decided)) <= room) found.add(truth).add(decided);
  }
  return [...besideEachOther([...found], confusion.cells), ...(hasLast ? [last] : [])];
}

/** Each class is followed by the one, of those left, that it is mixed up with most. */
function besideEachOther(names: readonly string[], cells: readonly ConfusionCell[]): string[] {
  const mixed = new Map<string, number>();
  for (const { truth, decided, count } of cells) {
    for (const key of [pairKey(truth, decided), pairKey(decided, truth)])
      mixed.set(key, (mixed.get(key) ?? 0) + count);
  }
  const left = [...names];
  const ordered: string[] = [];
  for (let here = left.shift(); here !== undefined;) {
    ordered.push(here);
    const from = here;
    const strength = (name: string): number => mixed.get(pairKey(from, name)) ?? 0;
    const next = left.reduce(
      (best, name, at) => (strength(name) > strength(left[best] ?? '') ? at : best),
      0,
    );
    here = left.splice(next, 1)[0];
  }
  return ordered;
}

function pairKey(one: string, other: string): string {
  return JSON.stringify([one, other]);
}
