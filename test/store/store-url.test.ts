import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { parseStoreUrl } from '../../src/store/store-url.js';

describe("a store's URL", () => {
  it('names a file', () => {
    for (const [url, path] of [
      ['sqlite:/var/lib/records.db', '/var/lib/records.db'],
      ['sqlite:///var/lib/records.db', '/var/lib/records.db'],
      ['sqlite:./records.db', './records.db'],
      ['sqlite::memory:', ':memory:'],
    ] as const) {
      assert.deepEqual(parseStoreUrl(url), { kind: 'sqlite', path });
    }
  });

  it('names a server, whose password is not shown', () => {
    const url = 'postgres://anna:s%40cret@db.example:5433/records?sslmode=require&password=other';
    assert.deepEqual(parseStoreUrl(url), {
      kind: 'postgres',
      url,
      shown: 'postgres://anna@db.example:5433/records',
    });
    assert.equal(parseStoreUrl('postgresql:///records').kind, 'postgres');
  });

  it('is refused when it is neither, without quoting what may be a password', async () => {
    for (const url of [
      '',
      'records.db',
      'sqlite:',
      'mysql://a:hunter2@b/c',
      'postgres://a:hunter2@b:port/c',
      'hunter2',
    ]) {
      await assert.rejects(openRecordStore(url), (error: Error) => {
        assert.equal((error as Error & { code: string }).code, 'usage');
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
    }
  });
});
