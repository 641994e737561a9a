import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openVectorFile } from '../../src/lab/vector-file.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dragoman-vectors-'));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('openVectorFile', () => {
  it('finds again what was added, after it was closed', async () => {
    const path = join(folder, 'new/vectors.bin');
    const first = await openVectorFile(path, 2);
    await first.add([
      ['a', Float32Array.of(0, 1)],
      ['b', Float32Array.of(0.6, 0.8)],
    ]);
    await first.close();
    const again = await openVectorFile(path, 2);
    assert.equal(again.size, 2);
    assert.deepEqual(again.get('b'), Float32Array.of(0.6, 0.8));
    assert.equal(again.get('c'), undefined);
    await assert.rejects(again.add([['c', Float32Array.of(1)]]), /a vector of 1 numbers, wanted 2/);
    await again.close();
  });

  it('cuts off half a record and goes on', async () => {
    const path = join(folder, 'torn.bin');
    const first = await openVectorFile(path, 2);
    await first.add([['a', Float32Array.of(0, 1)]]);
    await first.close();
    await appendFile(path, 'half a record');
    const torn = await openVectorFile(path, 2);
    await torn.add([['b', Float32Array.of(0.6, 0.8)]]);
    await torn.close();
    assert.equal((await stat(path)).size, 80);
    const again = await openVectorFile(path, 2);
    assert.deepEqual(again.get('a'), Float32Array.of(0, 1));
    assert.deepEqual(again.get('b'), Float32Array.of(0.6, 0.8));
    await again.close();
  });
});
