import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chiSquareFit } from '../../../src/lab/metrics/chi-square.js';

const near = (actual: number, wanted: number, relative = 1e-9): void => {
  assert.ok(Math.abs(actual - wanted) <= relative * Math.abs(wanted), `${actual} is not ${wanted}`);
};

describe('chiSquareFit', () => {
  it('is what scipy.stats.chisquare says', () => {
    const two = chiSquareFit([940, 60], [0.95, 0.05]);
    near(two.statistic, 2.1052631578947367);
    near(two.p, 0.14679308730856683);
    const three = chiSquareFit([9300, 530, 170], [0.93, 0.05, 0.02]);
    near(three.statistic, 6.3);
    assert.equal(three.degrees, 2);
    near(three.p, 0.04285212686704018);
  });

  it('is right far out in the tail', () => {
    near(chiSquareFit([700, 300], [0.5, 0.5]).p, 1.1314837902433038e-36);
  });

  it('has a p of 1 where the counts are as they should be', () => {
    assert.equal(chiSquareFit([50, 50], [0.5, 0.5]).p, 1);
  });
});
