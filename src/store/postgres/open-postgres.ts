import type { StoredRecord } from '../../record/stored-record.js';
import { type Column, storedText } from '../column.js';
import { COMPARISON_COLUMNS, comparisonOf } from '../comparison-columns.js';
import { FEEDBACK_COLUMNS, feedbackOf } from '../feedback-columns.js';
import { filterSql } from '../filter-sql.js';
import { checkLimit, readCursor, writeCursor } from '../page-cursor.js';
import { RECORD_COLUMNS } from '../record-columns.js';
import type { RecordFilter, RecordPage, RecordStore } from '../record-store.js';
import { opinionSql, summariesOf, summarySql } from '../summary-sql.js';
import { listPartitions, makePartitions } from './day-partitions.js';
import { insertRows } from './insert-rows.js';
import { migratePostgres } from './migrate-postgres.js';
import {
  createPostgresConnection,
  type PostgresConnection,
  type PostgresSettings,
} from './postgres-connection.js';
import { isSqlState } from './postgres-fault.js';
import { prunePostgres } from './prune-postgres.js';

/** Records that are read in one step. */
const A_STEP = 500;

const RECORDS = 'dragoman_records AS records';
const TABLES = { records: RECORDS, feedback: 'dragoman_feedback' };

/** The document stands as it is: a NUL in a prompt, which Postgres's text cannot hold, is no reason to lose a record. */
const COLUMNS: readonly Column<StoredRecord>[] = [
  ...RECORD_COLUMNS,
  { name: 'document', type: 'json', of: (record) => JSON.stringify(record) },
];

/**
 * Records on a server, which any number of replicas may use. A record is known by its id and its time.
 *
 * @throws DragomanError `store_unavailable`, `store_newer`
 */
export async function openPostgres(settings: PostgresSettings): Promise<RecordStore> {
  const connection = createPostgresConnection(settings);
  try {
    await migratePostgres(connection, settings.shown);
  } catch (error) {
    await connection.close();
    throw error;
  }
  const knownDays = new Set<number>();
  return {
    append: (records) => append(connection, records, knownDays),
    async addFeedback(feedback) {
      const { sql, values } = insertRows(TABLES.feedback, FEEDBACK_COLUMNS, feedback);
      return (await connection.query(`${sql} RETURNING 1`, values)).length;
    },
    async addComparisons(comparisons) {
      const { sql, values } = insertRows('dragoman_comparisons', COMPARISON_COLUMNS, comparisons);
      await connection.query(sql, values);
    },
    async find(id) {
      const [row] = await connection.query(`SELECT document FROM ${RECORDS} WHERE id = ? LIMIT 1`, [
        storedText(id),
      ]);
      return row && (row[0] as StoredRecord);
    },
    page: (filter, limit, after) => readPage(connection, filter, limit, after),
    scan: (filter) => scan(connection, filter),
    async *feedback(filter) {
      const steps = besideSteps(connection, TABLES.feedback, FEEDBACK_COLUMNS, filter);
      for await (const rows of steps) yield rows.map(feedbackOf);
    },
    async *comparisons(filter) {
      const steps = besideSteps(connection, 'dragoman_comparisons', COMPARISON_COLUMNS, filter);
      for await (const rows of steps) yield rows.map(comparisonOf);
    },
    async summarize(filter, by) {
      const where = filterSql(filter);
      const sums = await connection.query(summarySql(RECORDS, by, where), where.values);
      return summariesOf(by, sums, await connection.query(opinionSql(TABLES, by, where), where.values));
    },
    async prune(retention, now) {
      const removed = await prunePostgres(connection, retention, now);
      knownDays.clear();
      return removed;
    },
    async size() {
      const [row] = await connection.query(`SELECT COUNT(*) FROM ${RECORDS}`);
      const partitions = await listPartitions(connection);
      return { records: Number(row?.[0]), bytes: partitions.reduce((sum, { bytes }) => sum + bytes, 0) };
    },
    close: () => connection.close(),
  };
}

/** SQLSTATE of a row that no partition takes. */
const NO_PARTITION = '23514';

async function append(
  connection: PostgresConnection,
  records: readonly StoredRecord[],
  knownDays: Set<number>,
): Promise<void> {
  const { sql, values } = insertRows('dragoman_records', COLUMNS, records);
  const times = records.map(({ at }) => at);
  await makePartitions(connection, times, knownDays);
  try {
    await connection.query(sql, values);
  } catch (error) {
    if (!isSqlState(error, NO_PARTITION)) throw error;
    // Another replica dropped a day that we knew.
    knownDays.clear();
    await makePartitions(connection, times, knownDays);
    await connection.query(sql, values);
  }
}

async function readPage(
  connection: PostgresConnection,
  filter: RecordFilter,
  limit: number,
  after: string | undefined,
): Promise<RecordPage> {
  checkLimit(limit);
  const cursor = after === undefined ? undefined : readCursor(after);
  const where = filterSql(
    filter,
    cursor && { sql: '(records.at, records.id) < (?, ?)', values: [cursor.at, cursor.key] },
  );
  // One more than asked for tells whether there is a next page.
  const rows = await connection.query(
    `SELECT document FROM ${RECORDS} WHERE ${where.sql} ORDER BY records.at DESC, records.id DESC LIMIT ?`,
    [...where.values, limit + 1],
  );
  const records = rows.slice(0, limit).map(([document]) => document as StoredRecord);
  const last = records.at(-1);
  if (last === undefined || rows.length <= limit) return { records };
  return { records, next: writeCursor({ at: Math.floor(last.at), key: last.id }) };
}

async function* scan(connection: PostgresConnection, filter: RecordFilter): AsyncGenerator<StoredRecord[]> {
  let last: StoredRecord | undefined;
  for (;;) {
    const where = filterSql(
      filter,
      last && { sql: '(records.at, records.id) > (?, ?)', values: [Math.floor(last.at), last.id] },
    );
    const rows = await connection.query(
      `SELECT document FROM ${RECORDS} WHERE ${where.sql} ORDER BY records.at, records.id LIMIT ?`,
      [...where.values, A_STEP],
    );
    const records = rows.map(([document]) => document as StoredRecord);
    if (records.length > 0) yield records;
    last = records.at(-1);
    if (records.length < A_STEP || last === undefined) return;
  }
}

async function* besideSteps<T>(
  connection: PostgresConnection,
  table: string,
  columns: readonly Column<T>[],
  filter: RecordFilter,
): AsyncGenerator<(readonly unknown[])[]> {
  const names = columns.map(({ name }) => `beside.${name}`).join(', ');
  let after: unknown = 0;
  for (;;) {
    const where = filterSql(filter, { sql: 'beside.seq > ?', values: [Number(after)] });
    const rows = await connection.query(
      `SELECT ${names}, beside.seq FROM ${table} AS beside JOIN ${RECORDS} ON records.id = beside.decision ` +
        `WHERE ${where.sql} ORDER BY beside.seq LIMIT ?`,
      [...where.values, A_STEP],
    );
    if (rows.length > 0) yield rows;
    after = rows.at(-1)?.[columns.length];
    if (rows.length < A_STEP) return;
  }
}
