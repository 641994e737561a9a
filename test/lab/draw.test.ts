import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawEvenly } from '../../src/lab/draw.js';

const groupsOf = (...sizes: readonly number[]): number[][] =>
  sizes.map((size) => Array.from({ length: size }, (_, at) => at));

const sizesOf = (groups: readonly (readonly unknown[])[]): number[] => groups.map(({ length }) => length);

describe('drawEvenly', () => {
  it('keeps everything where there is room, and the small groups where there is not', () => {
    assert.deepEqual(sizesOf(drawEvenly(groupsOf(2, 5, 0), 10, 1)), [2, 5, 0]);
    assert.deepEqual(sizesOf(drawEvenly(groupsOf(2, 50, 50), 22, 1)), [2, 10, 10]);
    assert.deepEqual(sizesOf(drawEvenly(groupsOf(2, 50, 50), 23, 1)), [2, 10, 10]);
  });

  it('leaves each group one item at least', () => {
    assert.deepEqual(sizesOf(drawEvenly(groupsOf(4, 4, 4), 2, 1)), [1, 1, 1]);
  });

  it('draws the same for the same seed', () => {
    assert.deepEqual(drawEvenly(groupsOf(90, 90), 20, 3), drawEvenly(groupsOf(90, 90), 20, 3));
    assert.notDeepEqual(drawEvenly(groupsOf(90, 90), 20, 3), drawEvenly(groupsOf(90, 90), 20, 4));
  });
});
