import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkEmpty } from '../../../src/gate/checks/empty.js';
import { findingOf } from '../build.js';

describe('checkEmpty', () => {
  for (const text of ['', ' \n\t', '\u200b\u200b\ufeff', 'N/A', '"none"', '...', '**No answer.**']) {
    it(`takes ${JSON.stringify(text)} for no answer`, () => {
      assert.equal(findingOf(checkEmpty, 'What is a monad?', text)?.reason, 'empty');
    });
  }

  for (const [prompt, text] of [
    ['What is 6 times 7?', '42'],
    ['Is it true? Answer yes, no or none.', 'none'],
    ['Reply with N/A if you do not know.', 'N/A'],
    ['Which letter?', 'B'],
  ] as const) {
    it(`lets ${text} answer "${prompt}"`, () => {
      assert.equal(findingOf(checkEmpty, prompt, text), undefined);
    });
  }
});
