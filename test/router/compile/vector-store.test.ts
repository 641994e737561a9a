import assert from 'node:assert/strict';
import { appendFile, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openVectorStore, type VectorStore } from '../../../src/router/compile/vector-store.js';
import { hashWords } from '../../support/fake-encoder.js';

const CHECKSUM = 'c'.repeat(64);
const RECORD_BYTES = 32 + 64 * 4;

describe('openVectorStore', () => {
  let folder = '';
  let faults: unknown[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dragoman-store-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const openStore = (name: string, checksum = CHECKSUM, most = 1_000): Promise<VectorStore> => {
    faults = [];
    const encoder = { checksum, dimensions: 64 };
    return openVectorStore({
      directory: join(folder, name),
      encoder,
      most,
      onFault: (error) => faults.push(error),
    });
  };
  const vectorsOf = (...texts: readonly string[]): Map<string, Float32Array> =>
    new Map(texts.map((text) => [text, hashWords(text)]));
  const fileOf = async (name: string): Promise<string> => {
    const [file = ''] = await readdir(join(folder, name));
    return join(folder, name, file);
  };

  it('finds again what was kept, in another process as well', async () => {
    await (await openStore('again')).keep(vectorsOf('boil the pasta', 'fry an egg'));
    const found = await (await openStore('again')).find(['fry an egg', 'bake the bread']);
    assert.deepEqual(found, vectorsOf('fry an egg'));
    assert.deepEqual(faults, []);
  });

  it('knows nothing of another encoder', async () => {
    await (await openStore('other')).keep(vectorsOf('boil the pasta'));
    const found = await (await openStore('other', 'd'.repeat(64))).find(['boil the pasta']);
    assert.equal(found.size, 0);
  });

  it('ignores half a record at the end, and goes on behind the last whole one', async () => {
    const store = await openStore('torn');
    await store.keep(vectorsOf('boil the pasta'));
    await appendFile(await fileOf('torn'), 'half a record');
    assert.equal((await store.find(['boil the pasta'])).size, 1);
    await store.keep(vectorsOf('fry an egg'));
    assert.deepEqual(
      await store.find(['boil the pasta', 'fry an egg']),
      vectorsOf('boil the pasta', 'fry an egg'),
    );
    assert.equal((await stat(await fileOf('torn'))).size, 2 * RECORD_BYTES);
  });

  it('ignores a record whose vector is damaged', async () => {
    const store = await openStore('damaged');
    await store.keep(vectorsOf('boil the pasta', 'fry an egg'));
    const file = await open(await fileOf('damaged'), 'r+');
    await file.write(Buffer.from(Float32Array.of(Number.NaN, 3).buffer), 0, 8, 40);
    await file.close();
    assert.deepEqual(await store.find(['boil the pasta', 'fry an egg']), vectorsOf('fry an egg'));
  });

  it('drops the older half when there would be too many', async () => {
    const store = await openStore('full', CHECKSUM, 10);
    const texts = Array.from({ length: 12 }, (_, at) => `example number ${at}`);
    await store.keep(vectorsOf(...texts.slice(0, 8)));
    await store.keep(vectorsOf(...texts.slice(8)));
    assert.deepEqual([...(await store.find(texts)).keys()].sort(), texts.slice(3).sort());
    assert.equal((await readdir(join(folder, 'full'))).length, 1);
  });

  it('refuses a folder that cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    await assert.rejects(openStore('file'), { code: 'folder_unwritable' });
  });

  it('tells of a file that is gone, and finds nothing in it', async () => {
    const store = await openStore('gone');
    await rm(join(folder, 'gone'), { recursive: true });
    assert.equal((await store.find(['boil the pasta'])).size, 0);
    await store.keep(vectorsOf('boil the pasta'));
    assert.equal(faults.length, 2);
  });
});
