import type Database from 'libsql';
import { inTransaction } from './in-transaction.js';

/** Brings a file from the version below to its own. Is never changed once it was released. */
export type Migration = (database: Database.Database) => void;

/** `application_id` of our files: "Drag". */
const APPLICATION_ID = 0x44726167;

/** A file that is not for this version to use. */
export class UnfitFile extends Error {
  readonly kind: 'newer' | 'foreign' | 'absent';

  constructor(kind: 'newer' | 'foreign' | 'absent', message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Brings a file to the newest version, one transaction a migration.
 *
 * @throws UnfitFile for a file of a newer version, or of another program
 */
export function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  const known = migrations.length;
  const version = numberOf(database, 'user_version');
  if (version > known) {
    throw new UnfitFile(
      'newer',
      `has schema ${version}; this version knows schemas up to ${known}; use the version that wrote it`,
    );
  }
  if (version === 0 && numberOf(database, 'schema_version') > 0) {
    throw new UnfitFile('foreign', 'is the database of another program; name another file');
  }
  for (const [at, migration] of migrations.entries()) {
    // Nothing to do takes no lock.
    if (at < version) continue;
    inTransaction(database, () => {
      // Another process may have been quicker.
      if (numberOf(database, 'user_version') > at) return;
      migration(database);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${at + 1}`);
    });
  }
}

function numberOf(database: Database.Database, pragma: string): number {
  const [row] = database.prepare(`PRAGMA ${pragma}`).raw().all() as number[][];
  return row?.[0] ?? 0;
}
