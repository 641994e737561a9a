import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkHedging } from '../../../src/gate/checks/hedging.js';
import { findingOf } from '../build.js';

describe('checkHedging', () => {
  for (const text of [
    "I'm not sure, but it may be 1876.",
    'That gives -4 apples. There must be a mistake in the question.',
    "Let's re-evaluate. This is impossible.",
    'Ich bin mir nicht sicher, vielleicht 1876.',
    'я не уверен, но возможно 1876.',
  ]) {
    it(`finds doubt in "${text}"`, () => {
      assert.equal(findingOf(checkHedging, 'When was it?', text)?.reason, 'hedging');
    });
  }

  it('finds none in a plain answer', () => {
    assert.equal(findingOf(checkHedging, 'When was it?', 'In 1876, for sure.'), undefined);
  });

  it('finds none where a guess was asked for', () => {
    const text = 'My best guess is 300 marbles.';
    assert.equal(findingOf(checkHedging, 'Guess how many marbles there are.', text), undefined);
  });
});
