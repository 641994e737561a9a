import { DAY_MS } from './day.js';
import type { SqlConditions } from './filter-sql.js';
import type { Grouping, RecordSums, RecordSummary } from './record-store.js';

type Sum = Exclude<keyof RecordSums, 'liked' | 'disliked'>;

/** Each sum, `NULL` over no values. A status of 0, which Envoy gives when it sent no answer, is no success. */
export const SUMS: Readonly<Record<Sum, string>> = {
  records: 'COUNT(*)',
  finished: 'COUNT(status)',
  succeeded: 'COUNT(CASE WHEN status BETWEEN 100 AND 399 THEN 1 END)',
  priced: 'COUNT(cost_usd)',
  costUsd: 'SUM(cost_usd)',
  wastedUsd: 'SUM(CASE WHEN cost_usd IS NOT NULL THEN wasted_usd END)',
  defaultUsd: 'SUM(CASE WHEN cost_usd IS NOT NULL THEN default_usd END)',
  strongestUsd: 'SUM(CASE WHEN cost_usd IS NOT NULL THEN strongest_usd END)',
  costSquares: 'SUM(cost_usd * cost_usd)',
  strongestSquares: 'SUM(CASE WHEN cost_usd IS NOT NULL THEN strongest_usd * strongest_usd END)',
  defaultSquares: 'SUM(CASE WHEN cost_usd IS NOT NULL THEN default_usd * default_usd END)',
  strongestSavingSquares: 'SUM((strongest_usd - cost_usd) * (strongest_usd - cost_usd))',
  defaultSavingSquares: 'SUM((default_usd - cost_usd) * (default_usd - cost_usd))',
  inputTokens: 'SUM(input_tokens)',
  outputTokens: 'SUM(output_tokens)',
  cascades: 'SUM(is_cascade)',
  escalated: 'SUM(is_escalated)',
  fellBack: 'SUM(is_stand_in)',
  margins: 'COUNT(margin)',
  marginSum: 'SUM(margin)',
  marginSquares: 'SUM(margin * margin)',
  judged: 'SUM(judged)',
  passed: 'SUM(passed)',
  timed: 'COUNT(first_byte_ms)',
  totalMs: 'SUM(CASE WHEN first_byte_ms IS NOT NULL THEN total_ms END)',
  timeToFirstByteMs: 'SUM(first_byte_ms)',
  decideUs: 'SUM(CASE WHEN first_byte_ms IS NOT NULL THEN decide_us END)',
};

export const SUM_NAMES = Object.keys(SUMS) as Sum[];

/** The sums over no records. */
export const NO_SUMS: RecordSums = zeroes([...SUM_NAMES, 'liked', 'disliked']);

/** Groups and sums of records, as SQL that both stores understand. A row is the groups, then the sums. */
export function summarySql(table: string, by: readonly Grouping[], where: SqlConditions): string {
  const sums = SUM_NAMES.map((name) => `CAST(COALESCE(${SUMS[name]}, 0) AS DOUBLE PRECISION)`);
  const { groups, groupBy } = groupingsSql(by);
  return `SELECT ${[...groups, ...sums].join(', ')} FROM ${table} WHERE ${where.sql}${groupBy}`;
}

/** What is selected of the table or alias `records` for groupings, which must come first, and the clause that groups by it. */
export function groupingsSql(by: readonly Grouping[]): {
  readonly groups: readonly string[];
  readonly groupBy: string;
} {
  const groups = by.map(groupSql);
  return { groups, groupBy: by.length === 0 ? '' : ` GROUP BY ${by.map((_, at) => at + 1).join(', ')}` };
}

/** Groups with the records that were liked and not liked, by the mean of their scores. A row is the groups, then both counts. */
export function opinionSql(
  tables: { readonly records: string; readonly feedback: string },
  by: readonly Grouping[],
  where: SqlConditions,
): string {
  const counts = ['>=', '<'].map(
    (sign) => `CAST(COUNT(CASE WHEN opinion ${sign} 0.5 THEN 1 END) AS DOUBLE PRECISION)`,
  );
  const { groups, groupBy } = groupingsSql(by);
  return (
    `SELECT ${[...groups, ...counts].join(', ')} FROM (SELECT decision, AVG(score) AS opinion ` +
    `FROM ${tables.feedback} WHERE score IS NOT NULL GROUP BY decision) AS opinions ` +
    `JOIN ${tables.records} ON records.id = opinions.decision WHERE ${where.sql}${groupBy}`
  );
}

/**
 * The summaries that rows amount to; rows of one group are added up, so that a store may sum part by part.
 *
 * @param sums rows of {@link summarySql}
 * @param opinions rows of {@link opinionSql}
 */
export function summariesOf(
  by: readonly Grouping[],
  sums: readonly (readonly unknown[])[],
  opinions: readonly (readonly unknown[])[],
): RecordSummary[] {
  const groups = new Map<string, Filling>();
  const fillingOf = (row: readonly unknown[]): Filling => {
    const group = by.map((grouping, at) => groupOf(grouping, row[at]));
    const key = JSON.stringify(group);
    const found = groups.get(key) ?? { ...NO_SUMS, group };
    groups.set(key, found);
    return found;
  };
  if (by.length === 0) fillingOf([]);
  for (const row of sums) {
    const filling = fillingOf(row);
    for (const [at, name] of SUM_NAMES.entries()) filling[name] += Number(row[by.length + at]);
  }
  for (const row of opinions) {
    const filling = fillingOf(row);
    filling.liked += Number(row[by.length]);
    filling.disliked += Number(row[by.length + 1]);
  }
  return [...groups.values()].sort((a, b) => compareGroups(a.group, b.group));
}

type Filling = { -readonly [Name in keyof RecordSummary]: RecordSummary[Name] };

function zeroes<Name extends string>(names: readonly Name[]): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

function groupSql(grouping: Grouping): string {
  if (grouping === 'day') return `records.at / ${DAY_MS}`;
  return grouping === 'drawn' ? 'records.is_drawn' : `records.${grouping}`;
}

function groupOf(grouping: Grouping, value: unknown): string | null {
  if (grouping === 'day') return new Date(Number(value) * DAY_MS).toISOString().slice(0, 10);
  if (grouping === 'drawn') return Number(value) === 1 ? 'yes' : 'no';
  return value as string | null;
}

/** By code units, so that both stores give one order; what has no value comes last. */
function compareGroups(a: RecordSummary['group'], b: RecordSummary['group']): number {
  for (const [at, one] of a.entries()) {
    const other = b[at] ?? null;
    if (one === other) continue;
    if (one === null || other === null) return one === null ? 1 : -1;
    return one < other ? -1 : 1;
  }
  return 0;
}
