import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, quantile } from '../../bench/statistics.js';

describe('statistics of the bench', () => {
  it('takes quantiles from the values themselves', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    assert.equal(quantile(values, 0.5), 50);
    assert.equal(quantile(values, 0.99), 99);
    assert.equal(quantile([7], 0.01), 7);
    assert.ok(Number.isNaN(quantile([], 0.5)));
  });

  it('takes the mean of the two middle values', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 2, 3]), 2.5);
    assert.ok(Number.isNaN(median([])));
  });
});
