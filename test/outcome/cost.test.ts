import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costOf } from '../../src/outcome/cost.js';

describe('costOf', () => {
  const price = { input: 0.5, output: 2 };

  it('counts dollars per million tokens', () => {
    assert.equal(costOf(price, { inputTokens: 1_000_000, outputTokens: 500_000 }), 1.5);
    assert.equal(costOf(price, { inputTokens: 0, outputTokens: 0 }), 0);
    assert.equal(costOf({ input: 0, output: 0 }, { inputTokens: 10, outputTokens: 10 }), 0);
  });

  it('does not guess when a count is missing', () => {
    assert.equal(costOf(price, {}), undefined);
    assert.equal(costOf(price, { inputTokens: 5 }), undefined);
    assert.equal(costOf(price, { outputTokens: 5 }), undefined);
  });
});
