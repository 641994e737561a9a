import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  estimateDifference,
  estimateMean,
  type Moments,
  momentsOfCount,
  varianceOf,
} from '../../../src/lab/metrics/moments.js';

const of = (values: readonly number[]): Moments => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  squares: values.reduce((sum, value) => sum + value * value, 0),
});
const ONE = of([1, 2, 3, 4, 10]);
const OTHER = of([2, 2, 5, 7, 7, 9, 1]);

const near = (actual: number | undefined, wanted: number): void => {
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < 1e-9, `${String(actual)} is not ${wanted}`);
};

describe('estimateMean', () => {
  it('is what scipy.stats.t.interval says', () => {
    const estimate = estimateMean(ONE);
    near(estimate?.value, 4);
    near(estimate?.low, -0.3899451654254138);
    near(estimate?.high, 8.389945165425413);
  });

  it('knows no interval of fewer than two numbers', () => {
    assert.equal(estimateMean(of([])), undefined);
    assert.equal(estimateMean(of([3])), undefined);
  });

  it('has no width where all numbers are the same, rounding or not', () => {
    assert.equal(varianceOf(of(Array.from({ length: 999 }, () => 0.1))) < 1e-15, true);
    assert.deepEqual(estimateMean(of([2, 2, 2])), { value: 2, low: 2, high: 2 });
  });
});

describe('estimateDifference', () => {
  it("is Welch's interval, as scipy.stats.ttest_ind has it", () => {
    const estimate = estimateDifference(ONE, OTHER);
    near(estimate?.value, 4 - 33 / 7);
    near(estimate?.low, -5.2511005117261655);
    near(estimate?.high, 3.8225290831547367);
  });

  it('is certain of two constants, and silent on one number', () => {
    assert.deepEqual(estimateDifference(of([3, 3]), of([1, 1])), { value: 2, low: 2, high: 2 });
    assert.equal(estimateDifference(of([3]), OTHER), undefined);
  });
});

describe('momentsOfCount', () => {
  it('has the moments of ones and zeroes', () => {
    assert.deepEqual(momentsOfCount(2, 5), of([0, 1, 0, 1, 0]));
  });
});
