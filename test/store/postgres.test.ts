import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openRecordStore } from '../../src/store/open-record-store.js';
import type { RecordStore } from '../../src/store/record-store.js';
import { RefusedRow } from '../../src/store/refused-row.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { eventually } from '../support/eventually.js';
import { type PostgresServer, startPostgres } from '../support/start-postgres.js';
import { describeConformance } from './conformance.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const DAY_MS = 86_400_000;

describe('records in Postgres', () => {
  let server: PostgresServer;
  let schemas = 0;
  before(async () => {
    server = await startPostgres();
  });
  after(async () => {
    await server.remove();
  });

  const query = async (url: string, sql: string): Promise<unknown[][]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  };
  /** Tables of a test's own: quicker than a database, and as far apart. */
  const newSchema = async (): Promise<string> => {
    const name = `records_${++schemas}`;
    await query(server.url, `CREATE SCHEMA ${name}`);
    return `${server.url}?options=-c%20search_path%3D${name}`;
  };

  describeConformance(async () => openRecordStore(await newSchema()));

  it('lets replicas open, make days and write at the same time', async () => {
    const url = await newSchema();
    const replicas = await Promise.all(Array.from({ length: 4 }, () => openRecordStore(url)));
    const batchesOf = (replica: number): Promise<void>[] =>
      Array.from({ length: 6 }, (_, day) =>
        replicas[replica]?.append([
          buildStoredRecord(`shared-${day}`, { at: NOON + day * DAY_MS }),
          buildStoredRecord(`own-${replica}-${day}`, { at: NOON + day * DAY_MS }),
        ]),
      ).filter((batch) => batch !== undefined);
    await Promise.all(replicas.flatMap((_, replica) => batchesOf(replica)));
    assert.equal((await replicas[0]?.size())?.records, 6 + 4 * 6);
    // One prunes a day that the other knows and writes again.
    await replicas[0]?.prune({ maxAgeMs: 0, maxBytes: Number.MAX_SAFE_INTEGER }, NOON + DAY_MS);
    await replicas[1]?.append([buildStoredRecord('late')]);
    assert.equal((await replicas[2]?.find('late'))?.at, NOON);
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  it('keeps a day in a table, and drops it whole', async () => {
    const url = await newSchema();
    const store = await openRecordStore(url);
    await store.append([buildStoredRecord('a'), buildStoredRecord('b', { at: NOON + DAY_MS })]);
    const tables = (): Promise<unknown[][]> =>
      query(
        url,
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'dragoman\\_records\\_2%' ORDER BY 1",
      );
    assert.deepEqual(await tables(), [['dragoman_records_20260102'], ['dragoman_records_20260103']]);
    // At noon of the day after the first, that day is not yet old as a whole.
    assert.equal(await store.prune({ maxAgeMs: DAY_MS, maxBytes: 1e12 }, NOON + DAY_MS), 0);
    assert.equal(await store.prune({ maxAgeMs: DAY_MS, maxBytes: 1e12 }, NOON + 2 * DAY_MS), 1);
    assert.deepEqual(await tables(), [['dragoman_records_20260103']]);
    // The newest day is kept, however small the store is to be.
    assert.equal(await store.prune({ maxAgeMs: 1e15, maxBytes: 0 }, NOON), 0);
    await store.close();
  });

  it('refuses a record that belongs to no day, and one whose id is too long for an index', async () => {
    const store = await openRecordStore(await newSchema());
    const random = Array.from({ length: 4000 }, () => Math.random().toString(36).slice(2)).join('');
    for (const record of [buildStoredRecord('a', { at: 1e18 }), buildStoredRecord(random)]) {
      await assert.rejects(store.append([buildStoredRecord('b'), record]), RefusedRow);
    }
    assert.equal((await store.size()).records, 0);
    await store.close();
  });

  it('refuses tables of a newer version, and wrong credentials, without a password in the message', async () => {
    const url = await newSchema();
    await (await openRecordStore(url)).close();
    await query(url, 'UPDATE dragoman_schema SET version = 99');
    await assert.rejects(openRecordStore(url), {
      code: 'store_newer',
      message: /^the records at postgres:\/\/dragoman@127\.0\.0\.1:\d+\/postgres have schema 99; .* up to 1$/,
    });
    await assert.rejects(openRecordStore(url.replace('a-secret', 'guessed')), (error: Error) => {
      assert.match(error.message, /user or password are refused/);
      assert.doesNotMatch(error.message, /guessed/);
      return true;
    });
    await assert.rejects(openRecordStore(`${server.url}x`), {
      code: 'store_unavailable',
      message: /there is no such database/,
    });
  });

  it('rejects while the server is gone, and goes on when it is back', async () => {
    const store = await openRecordStore(await newSchema());
    const attempt = (use: (store: RecordStore) => Promise<unknown>): Promise<void> =>
      assert.rejects(use(store), {
        code: 'store_unavailable',
        message: /^the records at .* are not available: /,
      });
    await store.append([buildStoredRecord('before')]);
    await server.stop();
    await attempt((gone) => gone.append([buildStoredRecord('lost')]));
    await attempt((gone) => gone.find('before'));
    await attempt((gone) => gone.prune({ maxAgeMs: 0, maxBytes: 0 }, NOON));
    await server.restart();
    await eventually('the store is back', async () => {
      await store.append([buildStoredRecord('after')]);
      return true;
    });
    assert.deepEqual((await store.size()).records, 2);
    await store.close();
  });
});
