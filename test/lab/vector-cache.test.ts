import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadSession } from '../../src/embed/session.js';
import { cutText } from '../../src/embed/window.js';
import { shippedEncoder } from '../../src/lab/shipped-encoder.js';
import { openVectorCache } from '../../src/lab/vector-cache.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dragoman-cache-'));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('openVectorCache', () => {
  it('embeds a text once when two ask for it at the same time', async () => {
    const cache = await openVectorCache(await shippedEncoder(), join(folder, 'twice'));
    const told: number[] = [];
    const tell = (done: number): number => told.push(done);
    const [first, second] = await Promise.all([
      cache.embedAll(['Where is my card?', 'Hello'], tell),
      cache.embedAll(['Hello', 'Where is my card?'], tell),
    ]);
    await cache.close();
    assert.deepEqual(told, [2]);
    assert.deepEqual(first, second.reverse());
  });

  it('gives the vectors of serving, and embeds each text once', async () => {
    const manifest = await shippedEncoder();
    const texts = ['Where is my card?', 'word '.repeat(2_000), 'Where is my card?', ''];
    const told: number[] = [];
    const cache = await openVectorCache(manifest, folder);
    const vectors = await cache.embedAll(texts, (done, total) => told.push(done, total));
    await cache.close();
    assert.deepEqual(told, [3, 3]);
    const session = await loadSession(manifest);
    for (const [at, text] of texts.entries()) {
      assert.deepEqual(vectors[at], await session.embed(cutText(text)));
    }
    await session.release();
    const again = await openVectorCache(manifest, folder);
    assert.deepEqual(await again.embedAll(texts, () => assert.fail('embedded again')), vectors);
    await again.close();
  });
});
