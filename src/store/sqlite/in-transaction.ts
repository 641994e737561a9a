import type Database from 'libsql';

/** Does all of `work` or nothing. Takes the write lock at once: a lock that is asked for later may be refused without waiting. */
export function inTransaction<T>(database: Database.Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
