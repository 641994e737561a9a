import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dot } from '../../../src/heads/matrix.js';
import { randomNumbers } from '../../../src/heads/random.js';
import { nearestNeighbours } from '../../../src/lab/lint/nearest-neighbours.js';
import { unit } from '../../support/fake-encoder.js';

function vectors(count: number, seed: number): Float32Array[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => unit(Array.from({ length: 24 }, () => random() - 0.5)));
}

/** The same by comparing everything with everything. */
function byHand(vector: Float32Array, among: readonly Float32Array[], most: number): number[] {
  return among
    .map((other, at) => ({ at, cosine: dot(vector, 0, other) }))
    .filter(({ at }) => among[at] !== vector)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, most)
    .map(({ at }) => at);
}

describe('nearestNeighbours', () => {
  it('finds the nearest of several blocks, and never a vector itself', async () => {
    const all = vectors(1_100, 1);
    const found = await nearestNeighbours(all, all, { most: 5 });
    for (const at of [0, 511, 512, 1_099]) {
      const vector = all[at] ?? new Float32Array();
      assert.deepEqual(
        found[at]?.map((neighbour) => neighbour.at),
        byHand(vector, all, 5),
      );
    }
  });

  it('searches one list for the neighbours of another', async () => {
    const [few, many] = [vectors(3, 2), vectors(600, 3)];
    const found = await nearestNeighbours(few, many, { most: 2 });
    assert.deepEqual(
      found.map((neighbours) => neighbours.map(({ at }) => at)),
      few.map((vector) => byHand(vector, many, 2)),
    );
  });

  it('has no neighbours of nothing, and none in nothing', async () => {
    assert.deepEqual(await nearestNeighbours([], [], { most: 3 }), []);
    assert.deepEqual(await nearestNeighbours(vectors(1, 4), [], { most: 3 }), [[]]);
  });
});
