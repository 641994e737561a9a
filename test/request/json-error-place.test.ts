import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { placeOfJsonError } from '../../src/request/json-error-place.js';

describe('placeOfJsonError', () => {
  const cases: readonly (readonly [text: string, line: number, column: number])[] = [
    ['', 1, 1],
    ['{"a": abc}', 1, 7],
    ['{"a":1', 1, 7],
    ['{\n  "a": 1,\n  b: 2}', 3, 3],
    ['{"a":1,}', 1, 8],
    ['[1,]', 1, 4],
    ['[1 2]', 1, 4],
    ['{"a":[1,{"b":2]}', 1, 15],
    ['{"a":01}', 1, 6],
    ['{"a":-}', 1, 6],
    ['{"a":"x\ny"}', 1, 8],
    ['{"a":"\\x"}', 1, 8],
    ['{"a":"\\u12G4"}', 1, 8],
    ['{"a":"never ends', 1, 17],
    ['{"a" 1}', 1, 6],
    ['{1:2}', 1, 2],
    ['{} {}', 1, 4],
    ["{'a':1}", 1, 2],
    ['{"é中😀": nope}', 1, 10],
  ];
  for (const [text, line, column] of cases) {
    it(`finds the first error of ${JSON.stringify(text)}`, () => {
      assert.throws(() => JSON.parse(text) as unknown, SyntaxError);
      assert.deepEqual(placeOfJsonError(text), { line, column });
    });
  }

  it('finds the end of what is valid', () => {
    for (const text of ['{}', '[]', '{"a":[{},[],"",-1.5e+3,true,null]}', '"\\u00e9\\n"', '0']) {
      assert.deepEqual(placeOfJsonError(text), { line: 1, column: text.length + 1 }, text);
    }
  });

  it('needs no stack', () => {
    assert.deepEqual(placeOfJsonError('['.repeat(300_000)), { line: 1, column: 300_001 });
  });
});
