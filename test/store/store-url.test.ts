import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { parseStoreUrl, STORE_FORMS } from '../../src/store/store-url.js';

describe("a store's URL", () => {
  it('names a file', () => {
    for (const [url, shown] of [
      ['sqlite:/var/lib/records.db', 'sqlite:/var/lib/records.db'],
      ['sqlite:///var/lib/records.db', 'sqlite:/var/lib/records.db'],
      ['sqlite:./records.db', 'sqlite:./records.db'],
      ['sqlite::memory:', 'sqlite::memory:'],
    ] as const) {
      assert.equal(parseStoreUrl(url).shown, shown);
    }
  });

  it('names a server, whose password is not shown', () => {
    const url = 'postgres://anna:s%40cret@db.example:5433/records?sslmode=require&password=other';
    assert.equal(parseStoreUrl(url).shown, 'postgres://anna@db.example:5433/records');
    assert.equal(parseStoreUrl('postgresql:///records').shown, 'postgresql:///records');
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
        assert.match(error.message, /give (sqlite|postgres):/);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
    }
    assert.equal(STORE_FORMS, 'sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE');
  });
});
