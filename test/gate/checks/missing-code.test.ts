import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkMissingCode } from '../../../src/gate/checks/missing-code.js';
import { findingOf } from '../build.js';

const PROMPT = 'Write a Python function that reverses a list.';

describe('checkMissingCode', () => {
  it('misses code that was asked for', () => {
    const text = 'You can walk over the list from its end and put every element into a new one.';
    assert.equal(findingOf(checkMissingCode, PROMPT, text)?.reason, 'missing_code');
  });

  for (const [what, prompt, text] of [
    ['fenced code', PROMPT, 'Sure:\n```python\ndef f(x):\n    return x[::-1]\n```'],
    ['bare code', PROMPT, 'def f(x):\n    return x[::-1]'],
    ['code in a line', PROMPT, 'Use `x[::-1]`.'],
    ['a query', 'Write a SQL query for all users.', 'SELECT * FROM users'],
    ['a pattern', 'Write a regular expression for a year.', '/^\\d{4}$/'],
    ['prose that was asked for', 'Explain what this function does.', 'It reverses the list.'],
    ['a script for the screen', 'Write a script for a horror film.', 'INT. CELLAR. NIGHT.'],
    ['a choice', 'Write a function?\nA. yes\nB. no\nC. both', 'The answer is (B).'],
  ] as const) {
    it(`is content with ${what}`, () => {
      assert.equal(findingOf(checkMissingCode, prompt, text), undefined);
    });
  }
});
