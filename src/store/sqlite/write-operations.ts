import type { StoredRecord } from '../../record/stored-record.js';
import { type Column, type ColumnValue, namesOf, valuesOf } from '../column.js';
import { COMPARISON_COLUMNS } from '../comparison-columns.js';
import { FEEDBACK_COLUMNS } from '../feedback-columns.js';
import { RECORD_COLUMNS } from '../record-columns.js';
import { addToDays, forgetDays } from './day-sums.js';
import { removeEmptyBlocks, type SeqDocument, writeBlocks } from './document-blocks.js';
import { inTransaction } from './in-transaction.js';
import type { Connection } from './open-connection.js';
import type { SqliteOperations } from './sqlite-operations.js';

type WriteOperations = Pick<
  SqliteOperations,
  'append' | 'addFeedback' | 'addComparisons' | 'removeOldest' | 'removeOrphans' | 'shrink'
>;

const OLDEST = 'SELECT seq, at FROM records WHERE at < ? ORDER BY at, seq LIMIT ?';

/** @param connect gives the connection that is open, or opens it */
export function writeOperations(connect: () => Connection): WriteOperations {
  const run = (sql: string, values: readonly ColumnValue[]): number =>
    connect().prepare(sql).run(values).changes;
  const insertAll = <T>(table: string, columns: readonly Column<T>[], rows: readonly T[]): number =>
    inTransaction(connect().database, () => {
      const sql = insertSql(table, columns);
      return rows.reduce((sum, row) => sum + run(sql, valuesOf(columns, row)), 0);
    });

  return {
    append(documents) {
      const connection = connect();
      inTransaction(connection.database, () => {
        const insert = connection.prepare(insertSql('records', RECORD_COLUMNS));
        const added: SeqDocument[] = [];
        for (const document of documents) {
          const record = JSON.parse(document) as StoredRecord;
          const { changes, lastInsertRowid } = insert.run(valuesOf(RECORD_COLUMNS, record));
          if (changes > 0) added.push({ seq: Number(lastInsertRowid), document });
        }
        writeBlocks(connection, added);
        const [first, last] = [added[0], added.at(-1)];
        if (first !== undefined && last !== undefined) addToDays(connection, first.seq, last.seq);
      });
    },
    addFeedback: (feedback) => insertAll('feedback', FEEDBACK_COLUMNS, feedback),
    addComparisons: (comparisons) => insertAll('comparisons', COMPARISON_COLUMNS, comparisons),
    removeOldest(before, limit) {
      const connection = connect();
      return inTransaction(connection.database, () => {
        const [span] = connection
          .prepare(`SELECT MIN(seq), MAX(seq), MAX(at) FROM (${OLDEST})`)
          .raw()
          .all([before, limit]) as (number | null)[][];
        const [first, last, at] = span ?? [];
        if (typeof first !== 'number' || typeof last !== 'number' || typeof at !== 'number') return 0;
        const removed = run(`DELETE FROM records WHERE seq IN (SELECT seq FROM (${OLDEST}))`, [
          before,
          limit,
        ]);
        removeEmptyBlocks(connection, first, last);
        forgetDays(connection, at);
        return removed;
      });
    },
    removeOrphans(before) {
      inTransaction(connect().database, () => {
        for (const table of ['feedback', 'comparisons']) {
          run(
            `DELETE FROM ${table} WHERE at < ? AND NOT EXISTS (SELECT 1 FROM records WHERE id = decision)`,
            [before],
          );
        }
      });
    },
    shrink(pages) {
      connect().database.exec(`PRAGMA incremental_vacuum(${Math.ceil(pages)})`);
    },
  };
}

function insertSql<T>(table: string, columns: readonly Column<T>[]): string {
  const places = columns.map(() => '?').join(', ');
  return `INSERT INTO ${table} (${namesOf(columns)}) VALUES (${places}) ON CONFLICT DO NOTHING`;
}
