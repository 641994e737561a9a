import { rmSync, statSync } from 'node:fs';

/** The files that a connection has open: the database, its journal, and the index of that. */
export interface OpenedFiles {
  /** Whether the path no longer leads to the database: what is written to a file without a name is lost unnoticed. */
  isGone(): boolean;
  /** Removes what is left of the journal: SQLite would take it for that of the file which is at the path now. */
  removeJournal(): void;
}

const JOURNAL = ['-wal', '-shm'];

/** @param path of the database, which is open; `:memory:` is never gone */
export function watchFiles(path: string): OpenedFiles {
  const opened = new Map(['', ...JOURNAL].map((suffix) => [suffix, identityOf(path + suffix)]));
  const isSame = (suffix: string): boolean => identityOf(path + suffix) === opened.get(suffix);
  return {
    isGone: () => path !== ':memory:' && !isSame(''),
    removeJournal() {
      for (const suffix of JOURNAL) if (isSame(suffix)) rmSync(path + suffix, { force: true });
    },
  };
}

/** An inode is not used again while it is open. */
function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
