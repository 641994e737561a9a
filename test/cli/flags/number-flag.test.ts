import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { numberFlag, wholeFlag } from '../../../src/cli/flags/number-flag.js';

describe('numberFlag', () => {
  it('takes what lies within the limits', () => {
    assert.equal(numberFlag('alpha', '0.05', 0, 0.5), 0.05);
  });

  it('quotes what it refuses, and the limits', () => {
    for (const text of ['', ' ', 'x', '-1', '0.6', 'NaN', 'Infinity']) {
      assert.throws(() => numberFlag('alpha', text, 0, 0.5), {
        code: 'usage',
        message: `--alpha is "${text}", must be a number from 0 to 0.5`,
      });
    }
  });
});

describe('wholeFlag', () => {
  it('takes a whole number', () => {
    assert.equal(wholeFlag('limit', '20', 1, 100), 20);
  });

  it('refuses a fraction, and what lies outside', () => {
    for (const text of ['', '1.5', '0', '101']) {
      assert.throws(() => wholeFlag('limit', text, 1, 100), {
        code: 'usage',
        message: `--limit is "${text}", must be a whole number from 1 to 100`,
      });
    }
  });
});
