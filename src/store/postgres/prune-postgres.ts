import { ORPHAN_MS } from '../orphan-age.js';
import type { Retention } from '../record-store.js';
import { dropPartition, listPartitions } from './day-partitions.js';
import type { PostgresConnection } from './postgres-connection.js';

/**
 * Drops whole days: those that are too old as a whole, then the oldest until the rest is small enough. The newest day stays.
 *
 * @returns how many records went
 */
export async function prunePostgres(
  connection: PostgresConnection,
  { maxAgeMs, maxBytes }: Retention,
  now: number,
): Promise<number> {
  const partitions = await listPartitions(connection);
  let bytes = partitions.reduce((sum, partition) => sum + partition.bytes, 0);
  let removed = 0;
  for (const [at, partition] of partitions.entries()) {
    const isOld = partition.end <= now - maxAgeMs;
    const isTooMuch = bytes > maxBytes && at < partitions.length - 1;
    if (!isOld && !isTooMuch) break;
    removed += await dropPartition(connection, partition.table);
    bytes -= partition.bytes;
  }
  await removeOrphans(connection, now - ORPHAN_MS);
  return removed;
}

async function removeOrphans(connection: PostgresConnection, before: number): Promise<void> {
  for (const table of ['dragoman_feedback', 'dragoman_comparisons']) {
    await connection.query(
      `DELETE FROM ${table} WHERE at < ? AND NOT EXISTS (SELECT 1 FROM dragoman_records WHERE id = decision)`,
      [before],
    );
  }
}
