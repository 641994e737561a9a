import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openZip } from '../../../src/embed/add/zip-file.js';
import { buildZip } from '../../support/build-zip.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('openZip', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'file.zip');

  async function refusal(bytes: Buffer): Promise<string> {
    writeFileSync(path, bytes);
    try {
      const zip = await openZip(path);
      try {
        for (const file of zip.files.values()) await file.read();
      } finally {
        await zip.close();
      }
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
    return assert.fail('the file was accepted');
  }

  it('reads every member', async () => {
    const long = 'word '.repeat(10_000);
    writeFileSync(path, buildZip({ 'a.txt': 'hello', 'folder/b.txt': long, 'empty.txt': '', 'folder/': '' }));
    const zip = await openZip(path);
    assert.deepEqual([...zip.files.keys()], ['a.txt', 'folder/b.txt', 'empty.txt']);
    assert.equal(zip.files.get('folder/b.txt')?.bytes, long.length);
    assert.equal((await zip.files.get('folder/b.txt')?.read())?.toString(), long);
    assert.equal((await zip.files.get('empty.txt')?.read())?.length, 0);
    await zip.close();
  });

  it('refuses a file that is cut off anywhere, or is none', async () => {
    const whole = buildZip({ 'a.txt': 'hello hello hello' });
    for (let length = 0; length < whole.length; length += 7) {
      assert.match(await refusal(whole.subarray(0, length)), /is no zip file, or is cut off/);
    }
    assert.match(await refusal(whole.subarray(40)), /damaged|cut off/);
  });

  it('refuses members that would land outside their folder', async () => {
    for (const name of ['../a', 'a/../../b', '/etc/passwd', 'C:a', 'a\\..\\b', 'a\0b']) {
      assert.match(await refusal(buildZip({ [name]: 'x' })), /lies outside its folder/, name);
    }
  });

  it('refuses members that are damaged, encrypted or packed in another way', async () => {
    assert.match(await refusal(buildZip({ 'a.txt': 'hello' }, { crc: 1 })), /is damaged in a\.txt/);
    assert.match(
      await refusal(buildZip({ 'a.txt': 'hello' }, { flags: 1 })),
      /has an encrypted file, a\.txt/,
    );
    assert.match(await refusal(buildZip({ 'a.txt': 'hello' }, { method: 12 })), /packs a\.txt by method 12/);
  });

  it('stops a member that unpacks to more than it says', async () => {
    const bytes = buildZip({ 'a.txt': 'x'.repeat(100_000) });
    const sizeAt = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24;
    bytes.writeUInt32LE(10, sizeAt);
    assert.match(await refusal(bytes), /is damaged in a\.txt/);
  });
});
