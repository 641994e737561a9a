import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkUnsureTokens } from '../../../src/gate/checks/unsure-tokens.js';
import { findingOf } from '../build.js';

const repeated = (logprob: number, tokens: number): readonly number[] =>
  Array.from({ length: tokens }, () => logprob);

describe('checkUnsureTokens', () => {
  it('finds tokens that were improbable', () => {
    const finding = findingOf(checkUnsureTokens, 'x', 'y', { logprobs: repeated(-2, 20) });
    assert.equal(finding?.reason, 'unsure_tokens');
  });

  it('is content with probable tokens, few tokens and none', () => {
    assert.equal(findingOf(checkUnsureTokens, 'x', 'y', { logprobs: repeated(-0.1, 20) }), undefined);
    assert.equal(findingOf(checkUnsureTokens, 'x', 'y', { logprobs: repeated(-2, 3) }), undefined);
    assert.equal(findingOf(checkUnsureTokens, 'x', 'y'), undefined);
  });
});
