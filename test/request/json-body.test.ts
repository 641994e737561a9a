import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseJsonObject } from '../../src/request/json-body.js';

const LIMITS = { maxDepth: 10, maxBodyBytes: 1_000_000 };

describe('parseJsonObject', () => {
  it('gives the object', () => {
    assert.deepEqual(parseJsonObject(Buffer.from(' {"a": [1, {"b": null}]}\n'), LIMITS), {
      ok: true,
      value: { a: [1, { b: null }] },
    });
  });

  const bad: readonly (readonly [what: string, body: Buffer, code: string, message: RegExp])[] = [
    ['an empty body', Buffer.alloc(0), 'body_missing', /send a JSON object/],
    ['a body over the limit', Buffer.alloc(1_000_001, 0x20), 'body_too_large', /1000001 bytes.*1000000/],
    ['latin-1', Buffer.from('{"a":"é"}', 'latin1'), 'body_not_utf8', /UTF-8/],
    ['half a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'body_not_utf8', /UTF-8/],
    ['a byte order mark', Buffer.from('\uFEFF{}'), 'body_not_json', /line 1, column 1\./],
    ['an array', Buffer.from('[]'), 'field_invalid', /JSON object, not an empty array/],
    ['a string', Buffer.from('"secret"'), 'field_invalid', /not a string/],
    ['null', Buffer.from('null'), 'field_invalid', /not null/],
    ['one level too many', Buffer.from('['.repeat(11) + ']'.repeat(11)), 'body_too_deep', /10 levels/],
    ['100,000 nested arrays', Buffer.from('{"a":' + '['.repeat(100_000)), 'body_too_deep', /10 levels/],
    ['100,000 nested objects', Buffer.from('{"a":'.repeat(100_000)), 'body_too_deep', /10 levels/],
  ];
  for (const [what, body, code, message] of bad) {
    it(`refuses ${what}`, () => {
      const result = parseJsonObject(body, LIMITS);
      assert.ok(!result.ok);
      assert.equal(result.problem.code, code);
      assert.match(result.problem.message, message);
    });
  }

  it('takes the deepest nesting allowed, and brackets in strings for text', () => {
    for (const text of [`{"a":${'['.repeat(9)}${']'.repeat(9)}}`, `{"a":"${'[{\\"'.repeat(500)}"}`]) {
      assert.ok(parseJsonObject(Buffer.from(text), LIMITS).ok, text);
    }
  });

  it('parses a deep body without a stack when the limit allows it', () => {
    const body = Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`);
    assert.ok(parseJsonObject(body, { maxDepth: 200_000, maxBodyBytes: 1_000_000 }).ok);
  });

  it('keeps __proto__ an ordinary member', () => {
    const result = parseJsonObject(Buffer.from('{"__proto__": {"messages": [1]}, "constructor": 2}'), LIMITS);
    assert.ok(result.ok);
    assert.equal(result.value['messages'], undefined);
    assert.equal(Object.getPrototypeOf(result.value), Object.prototype);
    assert.equal(Object.hasOwn(Object.prototype, 'messages'), false);
  });
});
