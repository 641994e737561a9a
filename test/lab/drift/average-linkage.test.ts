import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { averageLinkage } from '../../../src/lab/drift/average-linkage.js';
import { randomNumbers } from '../../../src/heads/random.js';
import { centreOf, cosine } from '../../../src/lab/drift/route-space.js';

const at = (degrees: number): Float32Array =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

describe('averageLinkage', () => {
  it('joins what is near and leaves the rest apart', () => {
    const groups = averageLinkage([at(0), at(90), at(5), at(95), at(180)], 0.8);
    assert.equal(groups[0], groups[2]);
    assert.equal(groups[1], groups[3]);
    assert.equal(new Set(groups).size, 3);
  });

  it('goes by the mean over all pairs, not by the nearest pair', () => {
    // A chain of steps of 20 degrees: single linkage would make one group of it.
    const groups = averageLinkage([0, 20, 40, 60, 80, 100, 120].map(at), Math.cos(Math.PI / 6));
    assert.ok(new Set(groups).size > 2);
  });

  it('is what joining the nearest two groups again and again gives', () => {
    const random = randomNumbers(11);
    const vectors = Array.from({ length: 60 }, () =>
      centreOf([Float32Array.from({ length: 4 }, () => random() - 0.5)]),
    );
    const groups = averageLinkage(vectors, 0.5);
    const wanted = joinNearest(vectors, 0.5);
    for (const [one, group] of groups.entries()) {
      for (const [other] of groups.entries()) {
        assert.equal(group === groups[other], wanted[one] === wanted[other], `${one} and ${other}`);
      }
    }
  });

  it('has no groups of nothing, and one of one', () => {
    assert.deepEqual([...averageLinkage([], 0.5)], []);
    assert.deepEqual([...averageLinkage([at(1)], 0.5)], [0]);
  });
});

const NONE = new Float32Array();

/** The plain n³ way. */
function joinNearest(vectors: readonly Float32Array[], least: number): number[] {
  const groups = vectors.map((_, index) => [index]);
  const near = (a: readonly number[], b: readonly number[]): number => {
    const pairs = a.flatMap((x) => b.map((y) => cosine(vectors[x] ?? NONE, vectors[y] ?? NONE)));
    return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
  };
  for (;;) {
    let best: readonly [number, number, number] = [-1, -1, least];
    for (const [i, one] of groups.entries()) {
      for (const [j, other] of groups.entries()) {
        if (j >= i) break;
        const value = near(one, other);
        if (value >= best[2]) best = [i, j, value];
      }
    }
    const [i, j] = best;
    if (i < 0) break;
    groups[j]?.push(...(groups[i] ?? []));
    groups.splice(i, 1);
  }
  return vectors.map((_, index) => groups.findIndex((group) => group.includes(index)));
}
