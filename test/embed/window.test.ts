import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cutText,
  cutTokens,
  HEAD_CHARACTERS,
  TAIL_CHARACTERS,
  WINDOW_TOKENS,
} from '../../src/embed/window.js';

const count = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('cutText', () => {
  it('leaves a text alone up to the limit', () => {
    const text = 'x'.repeat(HEAD_CHARACTERS + TAIL_CHARACTERS);
    assert.equal(cutText(text), text);
    assert.equal(cutText(''), '');
  });

  it('keeps the head and the tail of a long text', () => {
    const cut = cutText(`head${'x'.repeat(10_000_000)}tail`);
    assert.equal(cut.length, HEAD_CHARACTERS + 1 + TAIL_CHARACTERS);
    assert.ok(cut.startsWith('headx') && cut.endsWith('xtail'));
  });

  it('never splits a surrogate pair, wherever the cuts fall', () => {
    for (const before of ['', 'x']) {
      for (const after of ['', 'x']) {
        const cut = cutText(before + '😀'.repeat(3_000) + after);
        assert.equal(Buffer.from(cut).toString(), cut);
      }
    }
  });
});

describe('cutTokens', () => {
  it('leaves up to the limit alone', () => {
    assert.deepEqual(cutTokens(count(WINDOW_TOKENS)), count(WINDOW_TOKENS));
  });

  it('keeps 96 tokens of the head and 32 of the tail', () => {
    assert.deepEqual(cutTokens(count(1_000)), [...count(96), ...count(32).map((index) => 968 + index)]);
  });

  it('keeps the same shares of a smaller limit', () => {
    assert.deepEqual(cutTokens(count(100), 8), [0, 1, 2, 3, 4, 5, 98, 99]);
  });
});
