import type { ColumnValue } from '../column.js';
import { DAY_MS } from '../day.js';
import { filterSql, type SqlConditions } from '../filter-sql.js';
import type { Grouping, RecordFilter } from '../record-store.js';
import { groupingsSql, SUM_NAMES, SUMS } from '../summary-sql.js';
import type { Connection } from './open-connection.js';
import type { SummaryStep } from './sqlite-operations.js';

/** Columns that a row of day sums is a group of. Tenants are not among them: clients name them, so they may be any number. */
const KINDS = ['route', 'model', 'reason', 'arm', 'layer', 'registry', 'is_drawn'];

/** Days that are summed in one step, and records: tens of milliseconds. */
const DAYS_A_STEP = 10;
const RECORDS_A_STEP = 25_000;

/** Adds records that were just written to the sums of their days. @param first `seq` of the first of them */
export function addToDays({ prepare }: Connection, first: number, last: number): void {
  const kinds = KINDS.join(', ');
  const sums = SUM_NAMES.map((name) => `COALESCE(${SUMS[name]}, 0)`);
  const added = SUM_NAMES.map((name) => `${name} = ${name} + excluded.${name}`);
  prepare(
    `INSERT INTO day_sums (at, kind, ${kinds}, ${SUM_NAMES.join(', ')}) ` +
      `SELECT at / ${DAY_MS} * ${DAY_MS}, json_array(${kinds}), ${kinds}, ${sums.join(', ')} ` +
      'FROM records NOT INDEXED WHERE seq BETWEEN ? AND ? AND at >= (SELECT since FROM summed) GROUP BY 1, 2 ' +
      `ON CONFLICT (at, kind) DO UPDATE SET ${added.join(', ')}`,
  ).run([first, last]);
}

/** Sums are never subtracted from: a day that lost a record is summed from its records. @param at the newest that went */
export function forgetDays({ prepare }: Connection, at: number): void {
  prepare('UPDATE summed SET since = MAX(since, ?)').run([nextDay(at)]);
  prepare('DELETE FROM day_sums WHERE at < (SELECT since FROM summed)').run([]);
}

/** Steps that together sum what the filter means: whole days by their sums, and records where a day counts in part. */
export function planSummary(
  { prepare }: Connection,
  filter: RecordFilter,
  by: readonly Grouping[],
): SummaryStep[] {
  const row = (sql: string, values: readonly ColumnValue[] = []): unknown[] | undefined =>
    prepare(sql).raw().all(values)[0] as unknown[] | undefined;
  const [oldest, newest, since] = row(
    'SELECT (SELECT MIN(at) FROM records), (SELECT MAX(at) FROM records), (SELECT since FROM summed)',
  ) as (number | null)[];
  if (typeof oldest !== 'number' || typeof newest !== 'number') return [];
  const from = Math.max(filter.since ?? -Infinity, dayOf(oldest));
  const to = Math.min(filter.until ?? Infinity, nextDay(newest));
  const byTenant = by.includes('tenant') || filter.tenant !== undefined;
  const canUseDays = !byTenant && filter.marginBelow === undefined && filter.id === undefined;
  const [start, end] = canUseDays
    ? [Math.ceil(Math.max(from, since ?? 0) / DAY_MS) * DAY_MS, dayOf(to)]
    : [to, to];

  const recordSteps = (part: RecordFilter): SummaryStep[] => {
    const { sql, values } = filterSql({ since: part.since ?? from, until: part.until ?? to });
    const [first, last] = row(`SELECT MIN(seq), MAX(seq) FROM records WHERE ${sql}`, values) ?? [];
    if (typeof first !== 'number' || typeof last !== 'number') return [];
    return stepsOf('records', { ...filter, ...part }, [first, last], RECORDS_A_STEP);
  };
  if (start >= end) return recordSteps({ since: from, until: to });
  return [
    ...(from < start ? recordSteps({ since: from, until: start }) : []),
    ...stepsOf('day_sums', filter, [start, end - DAY_MS], DAYS_A_STEP * DAY_MS),
    ...(end < to ? recordSteps({ since: end, until: to }) : []),
  ];
}

/** Groups and sums of a step that reads `day_sums`. A row is as that of `summarySql`. */
export function daySumsSql(by: readonly Grouping[], where: SqlConditions): string {
  const { groups, groupBy } = groupingsSql(by);
  const sums = SUM_NAMES.map((name) => `COALESCE(SUM(records.${name}), 0)`);
  return `SELECT ${[...groups, ...sums].join(', ')} FROM day_sums AS records WHERE ${where.sql}${groupBy}`;
}

function stepsOf(
  table: SummaryStep['table'],
  filter: RecordFilter,
  [first, last]: readonly [number, number],
  size: number,
): SummaryStep[] {
  return Array.from({ length: Math.ceil((last - first + 1) / size) }, (_, step) => {
    const from = first + step * size;
    return { table, filter, first: from, last: Math.min(from + size - 1, last) };
  });
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS;
}

function nextDay(at: number): number {
  return dayOf(at) + DAY_MS;
}
