import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, describe, it } from 'node:test';
import { openRecords, recordsUrl, shownRecords } from '../../../src/cli/input/open-records.js';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('the records that a verb reads', () => {
  const folder = temporaryFolder();
  const before = process.env['DRAGOMAN_RECORDS'];
  afterEach(() => {
    if (before === undefined) delete process.env['DRAGOMAN_RECORDS'];
    else process.env['DRAGOMAN_RECORDS'] = before;
  });

  const write = async (name: string): Promise<string> => {
    const url = `sqlite:${join(folder, name)}`;
    const store = await openRecordStore(url);
    await store.append([buildStoredRecord(name)]);
    await store.close();
    return url;
  };
  const has = async (flag: string | undefined, id: string): Promise<void> => {
    const store = await openRecords('report', flag);
    assert.ok((await store.find(id)) !== undefined, id);
    await store.close();
  };

  it('are those of the flag, or else of the environment', async () => {
    const flag = await write('flag');
    process.env['DRAGOMAN_RECORDS'] = await write('environment');
    await has(flag, 'flag');
    await has(undefined, 'environment');
    assert.equal(recordsUrl(flag), flag);
  });

  it('are refused when nobody names them, or when the file is not there', async () => {
    process.env['DRAGOMAN_RECORDS'] = '';
    assert.equal(recordsUrl(undefined), undefined);
    await assert.rejects(openRecords('report', undefined), {
      code: 'usage',
      message: 'report needs --records URL, or DRAGOMAN_RECORDS in the environment',
    });
    await assert.rejects(openRecords('report', `sqlite:${join(folder, 'absent')}`), {
      code: 'store_unavailable',
      message: /does not exist; check the path$/,
    });
  });

  it('are shown without a password', () => {
    assert.equal(shownRecords('sqlite:records.db'), 'sqlite:records.db');
    assert.equal(shownRecords('postgres://me:secret@db/records?sslmode=require'), 'postgres://me@db/records');
  });
});
