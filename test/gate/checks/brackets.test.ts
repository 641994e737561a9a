import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countBrackets } from '../../../src/gate/checks/brackets.js';

describe('countBrackets', () => {
  for (const [code, language, open, stray] of [
    ['f(a[1], {b: 2})', 'js', 0, 0],
    ['f(a[1', 'js', 2, 0],
    ['f(1))', 'js', 0, 1],
    ['x = "(" # (\ny = 7 // (2)', 'python', 0, 0],
    ["'''(\n(''' + (", 'python', 1, 0],
    ['let a = `(${b}`; // (\n/* ( */', 'ts', 0, 0],
    ['', 'python', 0, 0],
  ] as const) {
    it(`counts ${JSON.stringify(code)}`, () => {
      assert.deepEqual(countBrackets(code, language), { open, stray });
    });
  }
});
