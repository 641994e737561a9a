import type { Confusion } from '../../lab/evaluate/confusion.js';
import { alignColumns } from '../output/align-columns.js';

/** Classes up to which a matrix is printed as a whole: 15 routes, and `none`. */
const MOST_CLASSES = 16;

/** The matrix, truth downwards; empty when it has too many classes for a terminal. @param sign shows a plus, for a difference */
export function formatConfusion({ classes, cells }: Confusion, sign = false): string[] {
  if (classes.length === 0 || classes.length > MOST_CLASSES) return [];
  const counts = new Map(cells.map(({ truth, decided, count }) => [`${truth}\n${decided}`, count]));
  const rows = classes.map((truth, at) => [
    `${at + 1} ${truth}`,
    ...classes.map((decided) => {
      const count = counts.get(`${truth}\n${decided}`) ?? 0;
      if (count === 0) return '-';
      return sign && count > 0 ? `+${count}` : String(count);
    }),
  ]);
  return alignColumns([['truth', ...classes.map((_, at) => String(at + 1))], ...rows]);
}
