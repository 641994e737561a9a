import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { unitVector } from '../../../src/embed/sentence-vector.js';
import { createPace } from '../../../src/heads/pace.js';
import { neighboursOf } from '../../../src/signals/routes/nearest-examples.js';
import type { TrainingRow } from '../../../src/signals/routes/route-examples.js';
import { type SearchedExamples, searchedExamples } from '../../../src/signals/routes/searched-examples.js';

const NGRAMS = { indices: new Uint32Array(), values: new Float32Array() };

/** A unit vector at so many degrees. */
const at = (degrees: number): Float32Array => {
  const angle = (degrees * Math.PI) / 180;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
};
const rowAt = (label: number, degrees: number): TrainingRow => ({
  text: '',
  vector: at(degrees),
  ngrams: NGRAMS,
  label,
});
const keep = (
  rows: readonly TrainingRow[],
  sizes: { readonly routes: number; readonly classes: number },
  { dimensions = 2, whiten = false } = {},
): Promise<SearchedExamples> => searchedExamples(rows, { ...sizes, dimensions, whiten, pace: createPace() });
const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
const close = (actual: number | undefined, expected: number): void => {
  assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-4, `${actual} is not ${expected}`);
};

describe('neighboursOf', () => {
  it('measures how dense the examples of each class lie around the text', async () => {
    const rows = [rowAt(0, 10), rowAt(0, 40), rowAt(1, 60), rowAt(1, 60)];
    const examples = await keep(rows, { routes: 2, classes: 2 });
    const { support } = neighboursOf(examples, Float32Array.of(0, 1), at(0));
    const density = (degrees: readonly number[]): number =>
      Math.log(degrees.reduce((sum, angle) => sum + Math.exp(30 * cosine(angle)), 0) / degrees.length);
    assert.equal(support[1], 0);
    close(support[0], density([10, 40]) - density([60, 60]));
  });

  it('measures no density where none counts', async () => {
    const rows = [rowAt(0, 10), rowAt(0, 40), rowAt(1, 60), rowAt(1, 60)];
    const examples = await keep(rows, { routes: 2, classes: 2 });
    const all = neighboursOf(examples, Float32Array.of(0, 1), at(0));
    const few = neighboursOf(examples, Float32Array.of(0, 1), at(0), false);
    assert.deepEqual(few, { support: new Float32Array(2), nearness: all.nearness });
  });

  it('takes the nearest examples of routes, not of what they are not for', async () => {
    const rows = [rowAt(0, 20), rowAt(0, 30), rowAt(1, 40), rowAt(1, 80), rowAt(2, 0), rowAt(2, 1)];
    const examples = await keep(rows, { routes: 2, classes: 3 });
    const found = neighboursOf(examples, new Float32Array(3), at(0));
    close(found.nearness, (cosine(20) + cosine(30) + cosine(40)) / 3);
    assert.ok((found.support[2] ?? 0) > (found.support[0] ?? 0));
  });

  it('searches the eight classes with the largest logits', async () => {
    const rows = Array.from({ length: 20 }, (_, label) => rowAt(label, label));
    const examples = await keep(rows, { routes: 20, classes: 20 });
    const logits = Float32Array.from(rows, ({ label }) => (label % 2 === 0 ? label : -label));
    const { support } = neighboursOf(examples, logits, at(0));
    const supported = [...support.keys()].filter((label) => (support[label] ?? 0) > 0);
    assert.deepEqual(supported, [4, 6, 8, 10, 12, 14, 16], 'the eighth, 18, is the least dense');
  });

  it('looks at examples in every block, and spreads those it keeps over the list', async () => {
    const rows = Array.from({ length: 400 }, (_, place) => rowAt(0, place < 360 ? 90 : 0));
    const examples = await keep([...rows, rowAt(1, 45)], { routes: 2, classes: 2 });
    assert.deepEqual(examples.counts, [128, 1]);
    close(neighboursOf(examples, new Float32Array(2), at(0)).nearness, 1);
  });

  it('keeps no more than it can afford, and at least sixteen of each class', async () => {
    const rows = Array.from({ length: 900 * 20 }, (_, place) => rowAt(place % 900, place % 90));
    assert.equal((await keep(rows, { routes: 900, classes: 900 })).counts[0], 16);
  });

  it('compares whitened examples by what tells the classes apart, not by what all texts share', async () => {
    const shared = (label: number, x: number, y: number): TrainingRow => ({
      ...rowAt(label, 0),
      vector: unitVector(Float32Array.of(x, y, 3)),
    });
    // Within a class x goes far to both sides; only y tells the classes apart.
    const rows = [-1, -0.5, 0.5, 1].flatMap((x) => [shared(0, x, 0.1), shared(1, x, -0.1)]);
    const seen = shared(0, -0.9, -0.1).vector;
    const logits = new Float32Array(2);
    const options = { routes: 2, classes: 2 };
    const plain = neighboursOf(await keep(rows, options, { dimensions: 3 }), logits, seen);
    const whitened = neighboursOf(await keep(rows, options, { dimensions: 3, whiten: true }), logits, seen);
    assert.ok((plain.support[1] ?? 0) > 0, 'the class on its side of y is denser in both');
    assert.ok((whitened.support[1] ?? 0) > 5 * (plain.support[1] ?? 0), `${whitened.support[1]}`);
    assert.ok(whitened.nearness < plain.nearness, 'what all texts share makes none of them near');
  });

  it('knows nothing without vectors, and without examples', async () => {
    const empty = { nearness: 0, support: new Float32Array(2) };
    const none = { text: '', vector: new Float32Array(), ngrams: NGRAMS, label: 0 };
    const blind = await keep([none, { ...none, label: 1 }], { routes: 2, classes: 2 }, { dimensions: 0 });
    assert.deepEqual(neighboursOf(blind, new Float32Array(2), new Float32Array()), empty);
    const bare = await keep([], { routes: 2, classes: 2 });
    assert.deepEqual(neighboursOf(bare, new Float32Array(2), at(0)), empty);
  });
});
