import type { RecordSums, RecordSummary } from '../../store/record-store.js';
import { NO_SUMS } from '../../store/summary-sql.js';
import { groupBy } from '../group-by.js';

const SUMS = Object.keys(NO_SUMS) as readonly (keyof RecordSums)[];

/** The sums over all groups together. */
export function sumOf(summaries: readonly RecordSummary[]): RecordSums {
  const sums: Record<keyof RecordSums, number> = { ...NO_SUMS };
  for (const name of SUMS) {
    let total = 0;
    for (const summary of summaries) total += summary[name];
    sums[name] = total;
  }
  return sums;
}

/** A group of a coarser grouping. */
export interface RolledUp {
  /** `null` for records without one. */
  readonly name: string | null;
  readonly sums: RecordSums;
  /** What the sums are of. */
  readonly parts: readonly RecordSummary[];
}

const NO_NAME = '\u0000';

/**
 * Groups by one of the groupings alone, names in the order of the alphabet, `null` last. Sums add up, so a store need be
 * asked only once.
 *
 * @param at place of the grouping among those that the summaries were made by
 */
export function rollUp(summaries: readonly RecordSummary[], at: number): RolledUp[] {
  // No name holds a control character.
  const groups = groupBy(summaries, ({ group }) => group[at] ?? NO_NAME);
  return [...groups]
    .map(([key, parts]) => ({ name: key === NO_NAME ? null : key, sums: sumOf(parts), parts }))
    .sort((a, b) => (a.name === null ? 1 : b.name === null ? -1 : a.name < b.name ? -1 : 1));
}
