import type { RecordSummary } from '../../store/record-store.js';
import { groupBy } from '../group-by.js';

/** The sums of a summary, without what it is a group of. */
export type RecordSums = Omit<RecordSummary, 'group'>;

const NOTHING: RecordSums = {
  ...{ records: 0, finished: 0, succeeded: 0, priced: 0 },
  ...{ costUsd: 0, wastedUsd: 0, defaultUsd: 0, strongestUsd: 0 },
  ...{ costSquares: 0, strongestSquares: 0, defaultSquares: 0 },
  ...{ strongestSavingSquares: 0, defaultSavingSquares: 0 },
  ...{ inputTokens: 0, outputTokens: 0, cascades: 0, escalated: 0, fellBack: 0 },
  ...{ margins: 0, marginSum: 0, marginSquares: 0, liked: 0, disliked: 0, judged: 0, passed: 0 },
  ...{ timed: 0, totalMs: 0, timeToFirstByteMs: 0, decideUs: 0 },
};

const SUMS = Object.keys(NOTHING) as readonly (keyof RecordSums)[];

/** The sums over all groups together. */
export function sumOf(summaries: readonly RecordSummary[]): RecordSums {
  const sums: Record<keyof RecordSums, number> = { ...NOTHING };
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
    .map(([key, parts]) => ({ name: key === NO_NAME ? null : key, sums: sumOf(parts) }))
    .sort((a, b) => (a.name === null ? 1 : b.name === null ? -1 : a.name < b.name ? -1 : 1));
}
