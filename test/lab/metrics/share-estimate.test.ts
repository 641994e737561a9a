import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateShare, estimateShareDifference } from '../../../src/lab/metrics/share-estimate.js';

const near = (actual: number | undefined, wanted: number, within = 1e-9): void => {
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < within, `${String(actual)} is not ${wanted}`);
};

describe('estimateShare', () => {
  it("is Wilson's interval, as scipy.stats.binomtest has it", () => {
    const known = [
      [8, 10, 0.4901624715366418, 0.9433178485456248],
      [0, 20, 0, 0.16112515805281935],
      [20, 20, 0.8388748419471808, 1],
      [37, 500, 0.05416118475101197, 0.10033475332223055],
    ] as const;
    for (const [count, all, low, high] of known) {
      const estimate = estimateShare(count, all);
      near(estimate?.value, count / all);
      near(estimate?.low, low);
      near(estimate?.high, high);
    }
  });

  it('knows nothing of nothing', () => {
    assert.equal(estimateShare(0, 0), undefined);
  });
});

describe('estimateShareDifference', () => {
  it("is the first example of Newcombe's paper, by his tenth method", () => {
    const estimate = estimateShareDifference({ count: 56, of: 70 }, { count: 48, of: 80 });
    near(estimate?.value, 0.2);
    near(estimate?.low, 0.0524, 5e-5);
    near(estimate?.high, 0.3339, 5e-5);
  });

  it('knows nothing where a side is empty', () => {
    assert.equal(estimateShareDifference({ count: 1, of: 2 }, { count: 0, of: 0 }), undefined);
  });
});
