import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { roseByTwoPoints } from '../../../src/lab/drift/weekly-rule.js';

describe('the two-point rule', () => {
  it('holds for a rate that rose by two points or more, surely', () => {
    const rise = roseByTwoPoints({ count: 50, of: 1_000 }, { count: 90, of: 1_000 });
    assert.ok(rise !== undefined && Math.abs(rise.value - 0.04) < 1e-12 && rise.low > 0);
  });

  it('does not hold for less than two points, however sure', () => {
    assert.equal(roseByTwoPoints({ count: 5_000, of: 100_000 }, { count: 6_900, of: 100_000 }), undefined);
  });

  it('does not hold where chance may have done it, or where it fell', () => {
    assert.equal(roseByTwoPoints({ count: 20, of: 200 }, { count: 25, of: 200 }), undefined);
    assert.equal(roseByTwoPoints({ count: 90, of: 1_000 }, { count: 50, of: 1_000 }), undefined);
  });

  it('does not hold for fewer than 200 records in either week', () => {
    assert.equal(roseByTwoPoints({ count: 0, of: 199 }, { count: 500, of: 1_000 }), undefined);
    assert.equal(roseByTwoPoints({ count: 0, of: 1_000 }, { count: 190, of: 199 }), undefined);
  });
});
