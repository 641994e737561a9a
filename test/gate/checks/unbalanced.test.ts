import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkUnbalanced } from '../../../src/gate/checks/unbalanced.js';
import { findingOf } from '../build.js';

describe('checkUnbalanced', () => {
  for (const [what, text] of [
    ['half an object', '{"reason": "The sum is 4", "answer":'],
    ['half an object in a fence', '```json\n{"reason": "The sum is'],
    ['an object without a colon', '{"reason": "It is", "answer" "4"}'],
    ['a fence that never closes', 'Here:\n```python\ndef f(x):\n    return x'],
    ['code with an open bracket', '```python\nprint(max([1, 2)\nprint(3\n```'],
  ] as const) {
    it(`finds ${what}`, () => {
      assert.equal(findingOf(checkUnbalanced, 'x', text)?.reason, 'unbalanced');
    });
  }

  for (const [what, text] of [
    ['whole JSON', '{"answer": [1, 2]}'],
    ['JSON with a line break in a string', '{"answer": "one\ntwo"}'],
    ['JSON whose last fence is left out', 'Here:\n```json\n{"answer": 4}'],
    ['brackets in strings and comments', '```python\nprint("(")  # (\nx = 7 // 2\ny = [1 % 2]\n```'],
    ['brackets in prose', 'A smile :( and an interval [0, 1).'],
    ['an unclosed bracket in a shell', '```bash\ncase $1 in a) echo 1;; esac\n```'],
  ] as const) {
    it(`is content with ${what}`, () => {
      assert.equal(findingOf(checkUnbalanced, 'x', text), undefined);
    });
  }
});
