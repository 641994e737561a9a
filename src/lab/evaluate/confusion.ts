/** How often prompts of one class went to another. Classes are routes, and `none` where no route is right, or decides. */
export interface Confusion {
  /** Every class that occurs, `none` last, the others by name. */
  readonly classes: readonly string[];
  /** The cells that are not 0, by truth, then by what was decided. */
  readonly cells: readonly ConfusionCell[];
}

export interface ConfusionCell {
  /** What is right. */
  readonly truth: string;
  /** What was decided. */
  readonly decided: string;
  readonly count: number;
}

/** One prompt's place in the matrix. */
export interface Placed {
  readonly truth: string;
  readonly decided: string;
}

/** Counts prompts into a matrix. @param last the class that is listed behind the others */
export function confusionOf(rows: readonly Placed[], last: string): Confusion {
  const counts = new Map<string, Map<string, number>>();
  const names = new Set<string>();
  for (const { truth, decided } of rows) {
    names.add(truth).add(decided);
    const row = counts.get(truth) ?? new Map<string, number>();
    counts.set(truth, row.set(decided, (row.get(decided) ?? 0) + 1));
  }
  const classes = [...names].sort((a, b) => Number(a === last) - Number(b === last) || (a < b ? -1 : 1));
  const cells = classes.flatMap((truth) =>
    classes.flatMap((decided) => {
      const count = counts.get(truth)?.get(decided) ?? 0;
      return count === 0 ? [] : [{ truth, decided, count }];
    }),
  );
  return { classes, cells };
}

/** What `next` has in each cell beyond what `previous` has; cells without a difference are left out. */
export function confusionDifference(previous: Confusion, next: Confusion, last: string): Confusion {
  const both = confusionOf([...previous.cells, ...next.cells], last);
  const cells = both.cells
    .map(({ truth, decided }) => ({
      truth,
      decided,
      count: countAt(next, truth, decided) - countAt(previous, truth, decided),
    }))
    .filter(({ count }) => count !== 0);
  return { classes: both.classes, cells };
}

function countAt({ cells }: Confusion, truth: string, decided: string): number {
  return cells.find((cell) => cell.truth === truth && cell.decided === decided)?.count ?? 0;
}
