import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findJson } from '../../../src/gate/contracts/find-json.js';

describe('findJson', () => {
  for (const [what, text] of [
    ['JSON', '{"a":[1,{"b":null}]}'],
    ['JSON between blanks', '\n {"a":[1,{"b":null}]} \n'],
  ] as const) {
    it(`takes ${what} as it is`, () => {
      assert.deepEqual(findJson(text), { value: { a: [1, { b: null }] }, isExact: true });
    });
  }

  for (const [what, text, value] of [
    ['in a fence', '```json\n{"a":1}\n```', { a: 1 }],
    ['in a fence behind prose', 'Here [it] is:\n```\n{"a":1}\n```\nDone.', { a: 1 }],
    ['between prose', 'Sure! {"a":1} Anything else?', { a: 1 }],
    ['at the end of a derivation', 'We get {x} and [y].\n{"a":1}', { a: 1 }],
    ['with a line break in a string', '{"a":"one\ntwo"}', { a: 'one\ntwo' }],
    ['with a backslash that escapes nothing', '{"a":"\\(x\\) \\u00e4 \\n"}', { a: '\\(x\\) ä \n' }],
    ['that is an array', 'The list: [1, 2]', [1, 2]],
  ] as const) {
    it(`finds JSON ${what}`, () => {
      assert.deepEqual(findJson(text), { value, isExact: false });
    });
  }

  for (const [what, text] of [
    ['prose', 'The answer is four.'],
    ['half an object', '{"a": [1, 2'],
    ['a missing colon', '{"a" 1}'],
    ['nothing', ''],
    ['a nest without an end', '['.repeat(1_000_000)],
    ['a nest that is too deep', '['.repeat(1_000) + ']'.repeat(1_000)],
    ['a half surrogate outside of a string', '{\ud800}'],
  ] as const) {
    it(`finds none in ${what}`, () => {
      assert.equal(findJson(text), undefined);
    });
  }
});
