import { DAY_MS } from '../day.js';
import { RefusedRow } from '../refused-row.js';
import type { PostgresConnection } from './postgres-connection.js';
import { TABLES_LOCK } from './migrate-postgres.js';
import { tableExists } from './table-exists.js';

const PREFIX = 'dragoman_records_';

/** The records of one day, UTC, in a table of their own. */
export interface DayPartition {
  readonly table: string;
  /** Milliseconds since 1970 of the day's end. */
  readonly end: number;
  /** Of the table and its indexes. */
  readonly bytes: number;
}

/**
 * Makes the tables that records of these times go to, where they are not there yet.
 *
 * @param known days that are, by their number
 * @throws RefusedRow for a time that is none; DragomanError `store_unavailable`
 */
export async function makePartitions(
  connection: PostgresConnection,
  times: readonly number[],
  known: Set<number>,
): Promise<void> {
  const days = [...new Set(times.map((at) => Math.floor(at / DAY_MS)))].filter((day) => !known.has(day));
  if (days.length === 0) return;
  const tables = days.map((day) => ({ day, table: tableOf(day) }));
  await connection.transaction(async (query) => {
    await query(TABLES_LOCK);
    for (const { day, table } of tables) {
      if (await tableExists(query, table)) continue;
      // Made apart and then attached: that locks out nobody who reads or writes other days.
      await query(`CREATE TABLE ${table} (LIKE dragoman_records INCLUDING ALL)`);
      await query(
        `ALTER TABLE dragoman_records ATTACH PARTITION ${table} FOR VALUES FROM (${day * DAY_MS}) TO (${(day + 1) * DAY_MS})`,
      );
    }
  });
  for (const day of days) known.add(day);
}

/** Every day that has records, the oldest first. */
export async function listPartitions(connection: PostgresConnection): Promise<DayPartition[]> {
  const rows = await connection.query(
    'SELECT relname, pg_total_relation_size(oid)::double precision FROM pg_inherits JOIN pg_class ON oid = inhrelid ' +
      "WHERE inhparent = to_regclass('dragoman_records') ORDER BY relname",
  );
  return rows.map(([name, bytes]) => {
    const table = String(name);
    return { table, end: startOf(table) + DAY_MS, bytes: Number(bytes) };
  });
}

/** @returns how many records went with it; 0 when another replica was quicker */
export async function dropPartition(connection: PostgresConnection, table: string): Promise<number> {
  return connection.transaction(async (query) => {
    // Rather another time than to hold up everybody behind a long report.
    await query("SET LOCAL lock_timeout = '5s'");
    await query(TABLES_LOCK);
    if (!(await tableExists(query, table))) return 0;
    const [count] = await query(`SELECT COUNT(*) FROM ${table}`);
    await query(`DROP TABLE ${table}`);
    return Number(count?.[0]);
  });
}

/** The last day of the year 9999. */
const LAST_DAY = 2_932_896;

function tableOf(day: number): string {
  if (!(day >= 0 && day <= LAST_DAY)) {
    throw new RefusedRow(`a record was decided on day ${day} since 1970, must be 0 to ${LAST_DAY}`);
  }
  return PREFIX + new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

function startOf(table: string): number {
  const [, year, month, day] = /(\d{4})(\d\d)(\d\d)$/.exec(table) ?? [];
  return Date.parse(`${year}-${month}-${day}`);
}
