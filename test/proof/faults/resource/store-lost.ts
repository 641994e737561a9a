import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { type PostgresServer, startPostgres } from '../../../support/start-postgres.js';
import type { Fault } from '../fault.js';
import { watchStore } from './seen-metrics.js';

const UNTOUCHED = 'Nothing: records wait in memory, and no answer waits for a record.';

/** Longer than the store waits for a lock. */
const SECONDS = 8;

/** @param breakIt breaks the file, and gives what mends it */
function embeddedLost(name: string, what: string, breakIt: (file: string) => () => void): Fault {
  let file = '';
  return {
    ...{ name, what, users: UNTOUCHED, seconds: SECONDS },
    prepare: (cleanUp) => {
      const folder = mkdtempSync(join(tmpdir(), 'dragoman-store-'));
      cleanUp.add(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      file = join(folder, 'records.db');
      return Promise.resolve({ flags: ['--records', `sqlite:${file}`] });
    },
    start: (stack) => {
      const store = watchStore(stack, `sqlite:${file}`);
      const mend = breakIt(file);
      return Promise.resolve({
        async end() {
          await store.noteFailing();
          mend();
        },
        seen: () => store.told(),
      });
    },
  };
}

const remove = (file: string): void => {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
};

export const storeDeleted: Fault = embeddedLost(
  'store-deleted',
  'The file of the embedded store is deleted, with its log.',
  (file) => {
    remove(file);
    return () => undefined;
  },
);

const GARBAGE_BYTES = 65_536;

export const storeCorrupted: Fault = embeddedLost(
  'store-corrupted',
  'The file of the embedded store is overwritten with noise, and removed at the end.',
  (file) => {
    writeFileSync(file, randomBytes(GARBAGE_BYTES));
    return () => {
      remove(file);
    };
  },
);

export const storeLocked: Fault = embeddedLost(
  'store-locked',
  'Another process holds the write lock of the embedded store.',
  (file) => {
    const other = new Database(file, { timeout: 10_000 });
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('ROLLBACK');
      other.close();
    };
  },
);

export const postgresLost: Fault = postgresFault();

function postgresFault(): Fault {
  let server: PostgresServer | undefined;
  return {
    name: 'postgres-lost',
    what: 'Postgres, the store of records, is stopped and comes back on its port.',
    users: UNTOUCHED,
    async prepare(cleanUp) {
      const started = await startPostgres();
      cleanUp.add(() => started.remove());
      server = started;
      return { flags: ['--records', started.url] };
    },
    async start(stack) {
      const store = watchStore(stack, server?.url ?? '');
      await server?.stop();
      return {
        async end() {
          await store.noteFailing();
          await server?.restart();
        },
        seen: () => store.told(),
      };
    },
  };
}
