import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCanaries } from './canaries.js';

describe('canaries', () => {
  const canaries = createCanaries();
  const word = canaries.word('here');

  it('are one word a place', () => {
    assert.equal(canaries.word('here'), word);
    assert.notEqual(canaries.word('there'), word);
  });

  it('are found as they are, and encoded, wherever they begin', () => {
    for (const before of ['', 'a', 'ab', 'abc', 'user:']) {
      const text = `${before}${word}, and so on`;
      for (const coding of ['utf8', 'base64', 'base64url', 'hex'] as const) {
        const bytes = Buffer.from(Buffer.from(text).toString(coding));
        assert.deepEqual(canaries.foundIn(bytes), ['here'], `${coding} after "${before}"`);
      }
    }
    assert.deepEqual(canaries.foundIn(Buffer.from(word.toUpperCase())), ['here']);
  });

  it('are not found where they are not', () => {
    assert.deepEqual(canaries.foundIn(Buffer.from('nothing of the kind')), []);
  });
});
