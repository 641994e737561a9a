import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Encoder } from '../../src/embed/encoder.js';
import { createEncoderPool } from '../../src/embed/encoder-pool.js';
import { modelDirectory } from './model-folder.js';
import { parityRows } from './parity-rows.js';

const PATIENCE_MS = 60_000;

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}

describe('the shipped encoder', () => {
  let encoder: Encoder;

  before(async () => {
    encoder = await createEncoderPool({ directory: modelDirectory, workers: 2, queue: 64 });
  });

  after(() => encoder.close());

  async function vectorOf(text: string): Promise<Float32Array> {
    const embedding = await encoder.embed(text, PATIENCE_MS);
    assert.ok(embedding.ok, 'no embedding');
    assert.ok(embedding.microseconds > 0);
    return embedding.vector;
  }

  it('tells its shape and its checksum', () => {
    assert.equal(encoder.dimensions, 384);
    assert.match(encoder.checksum, /^[0-9a-f]{64}$/);
  });

  // Not closer: other processors round differently, and one rounded int8 value moves the next layer's scale. On the
  // processor that wrote the fixture the greatest difference of two numbers is below 1e-6.
  for (const row of parityRows) {
    it(`agrees with Python on ${JSON.stringify(row.text.slice(0, 40))}`, async () => {
      assert.ok(dot(await vectorOf(row.text), row.vector) > 0.99);
    });
  }

  it('puts a paraphrase nearer than another topic', async () => {
    const asked = await vectorOf('How do I get my money back for a broken parcel?');
    const paraphrase = await vectorOf('I want a refund because my delivery arrived damaged.');
    const other = await vectorOf('Differentiate x squared times the sine of x.');
    assert.ok(dot(asked, paraphrase) > dot(asked, other) + 0.3);
  });

  it('gives unit vectors for any string', async () => {
    const texts = [
      '',
      ' \n\t',
      '😀',
      '\ud800',
      'a\udc00b',
      '\u200b\u200d',
      '\0',
      '[SEP][PAD]',
      'x'.repeat(10_000_000),
    ];
    for (const text of texts) {
      const vector = await vectorOf(text);
      assert.equal(vector.length, 384);
      assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-5);
    }
  });

  it('gives the same vector each time, from each thread and beside other texts', async () => {
    const [first, , ...rest] = await Promise.all(
      ['the same text', 'a longer text that runs beside it', 'the same text', 'the same text'].map(vectorOf),
    );
    for (const vector of rest) assert.deepEqual(vector, first);
  });

  it('reads the head and the tail of a long text and nothing between', async () => {
    const around = (middle: string): string =>
      `Translate this. ${'lorem ipsum '.repeat(500)}${middle}${' dolor sit'.repeat(500)}`;
    assert.deepEqual(await vectorOf(around('cats')), await vectorOf(around('dogs')));
    assert.notDeepEqual(await vectorOf(around('cats')), await vectorOf(`${around('cats')} In French.`));
  });
});
