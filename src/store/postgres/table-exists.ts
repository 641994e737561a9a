import type { Query } from './postgres-connection.js';

/** Whether a table is there now. (`to_regclass` would answer from a cache that does not see what others made since.) */
export async function tableExists(query: Query, table: string): Promise<boolean> {
  const rows = await query('SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?', [
    table,
  ]);
  return rows.length > 0;
}
