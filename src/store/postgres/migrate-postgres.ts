import { DragomanError } from '../../errors.js';
import type { PostgresConnection, Query } from './postgres-connection.js';
import { MIGRATIONS } from './postgres-migrations.js';
import { tableExists } from './table-exists.js';

/** Held by whoever changes our tables, so that replicas that start together do not get in each other's way. */
export const TABLES_LOCK = 'SELECT pg_advisory_xact_lock(1147494759)';

/**
 * Makes our tables, or brings them to the newest version, in one transaction.
 *
 * @param shown the URL without its password
 * @throws DragomanError `store_unavailable`, `store_newer`
 */
export async function migratePostgres(connection: PostgresConnection, shown: string): Promise<void> {
  const known = MIGRATIONS.length;
  // Who may only read can use tables that are there.
  if ((await versionOf(connection.query)) === known) return;
  await connection.transaction(async (query) => {
    await query(TABLES_LOCK);
    const version = await versionOf(query);
    if (version > known) {
      throw new DragomanError(
        'store_newer',
        `the records at ${shown} have schema ${version}; this version knows schemas up to ${known}`,
      );
    }
    for (const migration of MIGRATIONS.slice(version)) await migration(query);
    await query('UPDATE dragoman_schema SET version = ?', [known]);
  });
}

async function versionOf(query: Query): Promise<number> {
  if (!(await tableExists(query, 'dragoman_schema'))) return 0;
  const [row] = await query('SELECT version FROM dragoman_schema');
  return Number(row?.[0] ?? 0);
}
