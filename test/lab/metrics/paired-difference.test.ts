import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mcnemar, pairedDifference } from '../../../src/lab/metrics/paired-difference.js';

describe('pairedDifference', () => {
  it("gives Newcombe's interval of his own example", () => {
    // Newcombe 1998, table II, method 10: 36, 12, 2, 0.
    const found = pairedDifference({ both: 36, won: 12, lost: 2, neither: 0 });
    assert.ok(found !== undefined);
    assert.deepEqual(
      [found.value, found.low, found.high].map((value) => value.toFixed(4)),
      ['0.2000', '0.0569', '0.3404'],
    );
  });

  it('is its own mirror image', () => {
    const up = pairedDifference({ both: 30, won: 6, lost: 1, neither: 3 });
    const down = pairedDifference({ both: 30, won: 1, lost: 6, neither: 3 });
    assert.ok(up !== undefined && down !== undefined);
    assert.ok(Math.abs(up.low + down.high) < 1e-12 && Math.abs(up.high + down.low) < 1e-12);
  });

  it('knows of no rows nothing, and of rows without a change that there may have been one', () => {
    assert.equal(pairedDifference({ both: 0, won: 0, lost: 0, neither: 0 }), undefined);
    const same = pairedDifference({ both: 10, won: 0, lost: 0, neither: 0 });
    assert.ok(same !== undefined);
    assert.equal(same.value, 0);
    assert.ok(same.low < -0.1 && same.high > 0.1);
  });
});

describe('mcnemar', () => {
  it('is the binomial test of both sides', () => {
    // 2 (1 + 14 + 91) / 2 ** 14
    assert.ok(Math.abs(mcnemar({ both: 0, neither: 0, won: 12, lost: 2 }) - 212 / 16_384) < 1e-12);
    assert.equal(mcnemar({ both: 5, neither: 5, won: 0, lost: 0 }), 1);
    assert.equal(mcnemar({ both: 5, neither: 5, won: 3, lost: 3 }), 1);
    const many = mcnemar({ both: 0, neither: 0, won: 3000, lost: 2000 });
    assert.ok(many >= 0 && many < 1e-40);
  });
});
