import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finalAnswerOf } from '../../../src/gate/head/final-answer.js';
import { type NumberUse, numberUseOf } from '../../../src/gate/head/number-use.js';

const useOf = (prompt: string, text: string): NumberUse =>
  numberUseOf(prompt, text, finalAnswerOf(text, undefined));

describe('numberUseOf', () => {
  const prompt = 'Tom buys 3 boxes of 12 eggs and breaks 5. How many are left?';

  it('follows numbers from the prompt to the end', () => {
    const use = useOf(prompt, '3 * 12 = 36\n36 - 5 = 31\nThe answer is 31');
    assert.deepEqual([use.equations, use.wrong, use.ungrounded, use.unused, use.ignored], [2, 0, 0, 0, 0]);
    assert.equal(use.endsWithLast, true);
  });

  it('sees numbers out of nowhere, given ones left out, and results without use', () => {
    const use = useOf(prompt, '3 * 12 = 36\n17 + 4 = 21\nThe answer is 21');
    assert.equal(use.ungrounded, 0.5);
    assert.equal(use.unused, 0.5);
    assert.equal(use.ignored, 1 / 3);
  });

  it('sees an end that no result leads to', () => {
    const { endsWithResult, endsWithGiven } = useOf(prompt, '3 * 12 = 36\nThe answer is 5');
    assert.deepEqual([endsWithResult, endsWithGiven], [false, true]);
  });
});
