import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { barCurve } from '../../../src/lab/gate/bar-curve.js';

const rows = Array.from({ length: 200 }, (_, at) => ({ score: (at % 100) / 100, isGood: at % 100 >= 30 }));

describe('barCurve', () => {
  const { points, breakEven, recommended } = barCurve(rows, { priceRatio: 10, strongQuality: 1 });

  it('lets all pass at 0, and ever fewer above', () => {
    const [first] = points;
    assert.deepEqual([first?.escalated, first?.quality, first?.cost], [0, 0.7, 0.1]);
    for (const [at, point] of points.entries())
      assert.ok(point.escalated >= (points[at - 1]?.escalated ?? 0));
  });

  it('recommends the bar that parts good from bad', () => {
    assert.equal(breakEven, 0.9);
    assert.equal(recommended?.bar, 0.3);
    assert.deepEqual([recommended.badCaught, recommended.goodRejected, recommended.quality], [1, 0, 1]);
  });

  it('recommends the cheapest bar for a wished quality, or none', () => {
    assert.equal(barCurve(rows, { priceRatio: 10, strongQuality: 1 }, 0.75).recommended?.bar, 0.15);
    assert.equal(barCurve(rows, { priceRatio: 1, strongQuality: 1 }).recommended, undefined);
    assert.equal(barCurve(rows, { priceRatio: 10, strongQuality: 0.2 }, 0.99).recommended, undefined);
  });
});
