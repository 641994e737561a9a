import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutMiddle } from '../../src/request/cut-middle.js';

describe('cutMiddle', () => {
  it('leaves a text that fits as it is', () => {
    assert.equal(cutMiddle('abcd', 4), 'abcd');
  });

  it('keeps half from each end of a longer one', () => {
    assert.equal(cutMiddle('abcdef', 4), 'ab\n[...]\nef');
  });

  it('leaves no half of a surrogate pair', () => {
    assert.equal(cutMiddle('a😀bcd😀e', 4), 'a\ufffd\n[...]\n\ufffde');
  });
});
