import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { upperBound } from '../../src/heads/binomial-bound.js';

describe('upperBound', () => {
  // scipy.stats.beta.ppf(confidence, successes + 1, trials - successes)
  const figures: readonly (readonly [number, number, number, number])[] = [
    [0, 100, 0.95, 0.029513],
    [1, 100, 0.95, 0.04656],
    [5, 50, 0.8, 0.153522],
    [10, 5_000, 0.9, 0.00308],
    [9, 10, 0.95, 0.994884],
  ];
  for (const [successes, trials, confidence, expected] of figures) {
    it(`is ${expected} for ${successes} of ${trials} at ${confidence}`, () => {
      assert.ok(
        Math.abs(upperBound(successes, trials, confidence) - expected) < 1e-6,
        `${upperBound(successes, trials, confidence)}`,
      );
    });
  }

  it('is 1 when it always happened, and without trials', () => {
    assert.equal(upperBound(3, 3, 0.95), 1);
    assert.equal(upperBound(0, 0, 0.95), 1);
  });
});
