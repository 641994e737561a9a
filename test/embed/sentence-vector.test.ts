import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meanPool, unitVector } from '../../src/embed/sentence-vector.js';

describe('meanPool', () => {
  it('is the mean of the rows', () => {
    assert.deepEqual(meanPool(Float32Array.of(1, 2, 3, 3, 4, 5), 2, 3), Float32Array.of(2, 3, 4));
  });
});

describe('unitVector', () => {
  it('has length 1 and the same direction', () => {
    assert.deepEqual(unitVector(Float32Array.of(3, -4)), Float32Array.of(0.6, -0.8));
  });

  it('leaves the zero vector', () => {
    assert.deepEqual(unitVector(new Float32Array(2)), new Float32Array(2));
  });
});
