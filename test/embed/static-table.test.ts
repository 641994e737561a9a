import assert from 'node:assert/strict';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { readEncoderManifest } from '../../src/embed/manifest.js';
import { loadStaticEncoder, type StaticEncoder } from '../../src/embed/static-encoder.js';
import { loadStaticTable, staticVector, type StaticTable } from '../../src/embed/static-table.js';
import { modelDirectory, withModelCopy } from './model-folder.js';

interface Manifest {
  files: { staticTable?: { modelSha256: string; dimensions: number } };
}

async function edit(directory: string, change: (manifest: Manifest) => void): Promise<void> {
  const path = join(directory, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  change(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0);

const TINY: StaticTable = {
  dimensions: 2,
  values: Int8Array.of(0, 0, 3, 4, 0, -127),
  scales: Float32Array.of(0, 1, 2),
};

describe('staticVector', () => {
  it('is the direction of the sum of scaled rows', () => {
    assert.deepEqual(staticVector(TINY, [1]), Float32Array.of(0.6, 0.8));
    assert.deepEqual(staticVector(TINY, [2, 0]), Float32Array.of(0, -1));
    const both = staticVector(TINY, [1, 2]);
    assert.ok(Math.abs(Math.hypot(...both) - 1) < 1e-6);
    assert.ok((both[1] ?? 0) < -0.99);
  });

  it('is zero when nothing is known', () => {
    assert.deepEqual(staticVector(TINY, []), Float32Array.of(0, 0));
    assert.deepEqual(staticVector(TINY, [0, 99, -1]), Float32Array.of(0, 0));
  });
});

describe('loadStaticTable', () => {
  it('reads a row for every token, silent for special ones', async () => {
    const table = await loadStaticTable(await readEncoderManifest(modelDirectory));
    assert.ok(table !== undefined);
    assert.equal(table.dimensions, 256);
    assert.equal(table.scales.length, 30_522);
    assert.equal(table.values.length, 30_522 * 256);
    for (const special of [0, 100, 101, 102, 103]) assert.equal(table.scales[special], 0);
    assert.ok(table.scales.every((scale) => scale >= 0 && Number.isFinite(scale)));
  });

  it('gives nothing for an encoder without a table', async () => {
    await withModelCopy(async (directory) => {
      await edit(directory, ({ files }) => delete files.staticTable);
      assert.equal(await loadStaticEncoder(await readEncoderManifest(directory)), undefined);
    });
  });

  it('refuses a table made from another model', async () => {
    await withModelCopy(async (directory) => {
      await edit(directory, ({ files }) => {
        if (files.staticTable !== undefined) files.staticTable.modelSha256 = 'a'.repeat(64);
      });
      await assert.rejects(readEncoderManifest(directory), /staticTable was made from model aaaa/);
    });
  });

  it('refuses a table that is cut short, or of another width', async () => {
    await withModelCopy(async (directory) => {
      await edit(directory, ({ files }) => {
        if (files.staticTable !== undefined) files.staticTable.dimensions = 255;
      });
      await assert.rejects(
        loadStaticTable(await readEncoderManifest(directory)),
        /no whole number of rows of 255/,
      );
      await truncate(join(directory, 'static.int8.bin'), 1_000);
      await assert.rejects(readEncoderManifest(directory), /static\.int8\.bin has 1000 bytes/);
    });
  });
});

describe('loadStaticEncoder', () => {
  let encoder: StaticEncoder;

  before(async () => {
    const loaded = await loadStaticEncoder(await readEncoderManifest(modelDirectory));
    assert.ok(loaded !== undefined);
    encoder = loaded;
  });

  it('carries the checksum of the encoder that it was made from', async () => {
    assert.equal(encoder.checksum, (await readEncoderManifest(modelDirectory)).checksum);
    assert.equal(encoder.dimensions, 256);
  });

  const triples: readonly (readonly [string, string, string])[] = [
    ['cancel my flight', 'call off the plane booking', 'bake a chocolate cake'],
    ['fix the bug in this function', 'debug the code', 'translate the poem into French'],
    ['how much money is in my account', 'what is my bank balance', 'is it going to rain tomorrow'],
  ];
  for (const [text, near, far] of triples) {
    it(`finds "${text}" nearer to "${near}" than to "${far}"`, () => {
      const vector = encoder.embed(text);
      assert.ok(dot(vector, encoder.embed(near)) > dot(vector, encoder.embed(far)) + 0.1);
    });
  }

  it('gives a finite vector of length 1 or 0 for any text', () => {
    const odd = ['', '\u200b', '\ud800', '😀', '東京', 'x', ' ', '\0', 'word '].flatMap((text) => [
      text,
      text.repeat(60_000),
    ]);
    for (const text of odd) {
      const length = Math.hypot(...encoder.embed(text));
      assert.ok(length === 0 || Math.abs(length - 1) < 1e-5, `${length}`);
    }
  });

  it('reads head and tail of a long text', () => {
    const middle = ' lorem'.repeat(2_000);
    const text = (cue: string, end: string): Float32Array => encoder.embed(`${cue}${middle}${end}`);
    assert.notDeepEqual(text('translate', ''), text('', ''));
    assert.notDeepEqual(text('', ' translate'), text('', ''));
  });
});
