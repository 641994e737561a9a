import { type ColumnValue, storedText } from '../column.js';
import { COMPARISON_COLUMNS } from '../comparison-columns.js';
import { FEEDBACK_COLUMNS } from '../feedback-columns.js';
import { filterSql, type SqlConditions } from '../filter-sql.js';
import type { RecordFilter } from '../record-store.js';
import { opinionSql, summarySql } from '../summary-sql.js';
import { daySumsSql, planSummary } from './day-sums.js';
import { createBlockReader } from './document-blocks.js';
import type { Connection } from './open-connection.js';
import type { Place, PlacedDocument, PlacedRows, SqliteOperations } from './sqlite-operations.js';

type ReadOperations = Pick<
  SqliteOperations,
  'find' | 'newest' | 'oldest' | 'feedback' | 'comparisons' | 'plan' | 'sums' | 'opinions' | 'usage'
>;

const TABLES = { records: 'records', feedback: 'feedback' };

/** @param connect gives the connection that is open, or opens it */
export function readOperations(connect: () => Connection): ReadOperations {
  const all = (sql: string, values: readonly ColumnValue[] = []): unknown[][] =>
    connect().prepare(sql).raw().all(values) as unknown[][];

  const page = (where: SqlConditions, order: 'ASC' | 'DESC', limit: number): PlacedDocument[] => {
    const documentOf = createBlockReader(connect());
    return all(`SELECT at, seq FROM records WHERE ${where.sql} ORDER BY at ${order}, seq ${order} LIMIT ?`, [
      ...where.values,
      limit,
    ]).map(([at, seq]) => ({ at: Number(at), seq: Number(seq), document: documentOf(Number(seq)) }));
  };

  const beside = (
    table: string,
    columns: readonly { readonly name: string }[],
    filter: RecordFilter,
    { limit, after }: { readonly limit: number; readonly after: number },
  ): PlacedRows => {
    const where = filterSql(filter, { sql: 'beside.seq > ?', values: [after] });
    const names = columns.map(({ name }) => `beside.${name}`).join(', ');
    const found = all(
      `SELECT beside.seq, ${names} FROM ${table} AS beside JOIN records ON records.id = beside.decision ` +
        `WHERE ${where.sql} ORDER BY beside.seq LIMIT ?`,
      [...where.values, limit],
    );
    return { rows: found.map((row) => row.slice(1)), last: Number(found.at(-1)?.[0] ?? after) };
  };

  return {
    find(id) {
      const [row] = all('SELECT seq FROM records WHERE id = ?', [storedText(id)]);
      return row && createBlockReader(connect())(Number(row[0]));
    },
    newest: (filter, limit, after) => page(filterSql(filter, past('<', after)), 'DESC', limit),
    oldest: (filter, limit, after) => page(filterSql(filter, past('>', after)), 'ASC', limit),
    feedback: (filter, limit, after) => beside('feedback', FEEDBACK_COLUMNS, filter, { limit, after }),
    comparisons: (filter, limit, after) =>
      beside('comparisons', COMPARISON_COLUMNS, filter, { limit, after }),
    plan: (filter, by) => planSummary(connect(), filter, by),
    sums({ table, filter, first, last }, by) {
      const column = table === 'records' ? 'seq' : 'at';
      const where = filterSql(filter, { sql: `records.${column} BETWEEN ? AND ?`, values: [first, last] });
      if (table === 'day_sums') return all(daySumsSql(by, where), where.values);
      // Without the index of times, which would look every record up by itself.
      return all(summarySql('records NOT INDEXED', by, where), where.values);
    },
    opinions(filter, by) {
      const where = filterSql(filter);
      return all(opinionSql(TABLES, by, where), where.values);
    },
    usage() {
      const [records, pages, free, pageBytes] = [
        'SELECT COUNT(*) FROM records',
        'PRAGMA page_count',
        'PRAGMA freelist_count',
        'PRAGMA page_size',
      ].map((sql) => Number(all(sql)[0]?.[0])) as [number, number, number, number];
      return { records, bytes: (pages - free) * pageBytes, freeBytes: free * pageBytes };
    },
  };
}

function past(sign: '<' | '>', place: Place | undefined): SqlConditions | undefined {
  if (place === undefined) return undefined;
  return { sql: `(records.at, records.seq) ${sign} (?, ?)`, values: [place.at, place.seq] };
}
