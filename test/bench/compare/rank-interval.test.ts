import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rankCounts, ratioInterval } from '../../../bench/compare/rank-interval.js';

describe('rankCounts', () => {
  it('counts the orders of two samples by the statistic', () => {
    assert.deepEqual(rankCounts(2, 2), [1, 1, 2, 1, 1]);
    assert.deepEqual(rankCounts(1, 3), [1, 1, 1, 1]);
    const counts = rankCounts(8, 8);
    assert.equal(counts.length, 65);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      12_870,
    );
  });
});

describe('ratioInterval', () => {
  const first = [1, 1.1, 0.9, 1.05, 0.95, 1.02, 0.98, 1];
  const second = first.map((value) => 2 * value);

  it('finds a factor', () => {
    const { ratio, low, high } = ratioInterval(first, second, 0.05) ?? { ratio: 0, low: 0, high: 0 };
    assert.ok(Math.abs(ratio - 2) < 0.02, String(ratio));
    assert.ok(low > 1.85 && high < 2.15, `${low} to ${high}`);
  });

  it('is wider for a rarer error', () => {
    const [usual, rare] = [ratioInterval(first, second, 0.05), ratioInterval(first, second, 0.0005)];
    assert.ok((rare?.low ?? 9) < (usual?.low ?? 0));
    assert.ok((rare?.high ?? 0) > (usual?.high ?? 9));
  });

  it('agrees with the tables for five of each: the third and the third last of 25, at .05', () => {
    // 2 * P(U <= 2) = 2 * 4 / 252 = .032, and with U <= 3 it is .056.
    const a = [1, 2, 4, 8, 16];
    const b = [3, 5, 7, 9, 11];
    const pairs = b.flatMap((y) => a.map((x) => y / x)).sort((x, y) => x - y);
    const interval = ratioInterval(a, b, 0.05);
    assert.ok(Math.abs((interval?.low ?? 0) - (pairs[2] ?? NaN)) < 1e-9);
    assert.ok(Math.abs((interval?.high ?? 0) - (pairs[22] ?? NaN)) < 1e-9);
  });

  it('says nothing with too few numbers, or with one that is no ratio', () => {
    assert.equal(ratioInterval([1, 2], [1, 2], 0.05), undefined);
    assert.equal(ratioInterval([...first, 0], second, 0.05), undefined);
    assert.equal(ratioInterval(first, [...second, NaN], 0.05), undefined);
  });
});
