import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { keepsSchema } from '../../../src/gate/contracts/check-schema.js';

const PERSON = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, age: { type: 'integer', minimum: 0 } },
  required: ['name'],
  additionalProperties: false,
};

describe('keepsSchema', () => {
  for (const [value, keeps] of [
    [{ name: 'Ada', age: 36 }, true],
    [{ name: '' }, false],
    [{ age: 36 }, false],
    [{ name: 'Ada', born: 1815 }, false],
    [['Ada'], false],
  ] as const) {
    it(`is ${keeps} for ${JSON.stringify(value)}`, () => {
      assert.equal(keepsSchema(PERSON, value), keeps);
    });
  }

  it('reads 2020-12 by its name and by its keywords, and draft-07 otherwise', () => {
    const tuple = { prefixItems: [{ type: 'string' }], items: false };
    const named = { $schema: 'https://json-schema.org/draft/2020-12/schema', ...tuple };
    for (const schema of [tuple, named]) {
      assert.equal(keepsSchema(schema, ['a']), true);
      assert.equal(keepsSchema(schema, ['a', 'b']), false);
    }
    const older = { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] };
    assert.equal(keepsSchema(older, [1]), false);
  });

  it('follows references within the schema, recursive ones too', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, required: ['id'] } },
    };
    assert.equal(keepsSchema(tree, { id: 1, next: { id: 2 } }), true);
    assert.equal(keepsSchema(tree, { id: 1, next: {} }), false);
  });

  it('takes boolean schemas', () => {
    assert.equal(keepsSchema(true, 1), true);
    assert.equal(keepsSchema(false, 1), false);
  });

  it('keeps the schemas of two clients with the same $id apart', () => {
    assert.equal(keepsSchema({ $id: 'same', type: 'string' }, 'a'), true);
    assert.equal(keepsSchema({ $id: 'same', type: 'number' }, 'a'), false);
  });

  it('looks at own members only', () => {
    assert.equal(keepsSchema({ required: ['toString'] }, {}), false);
    assert.equal(keepsSchema({ required: ['__proto__'] }, JSON.parse('{"__proto__":1}')), true);
  });

  it('runs patterns in linear time, and passes over those that RE2 does not know', () => {
    const slow = { pattern: '^(a+)+$' };
    assert.equal(keepsSchema(slow, 'a'.repeat(1_000) + 'b'), false);
    assert.equal(keepsSchema(slow, 'aaa'), true);
    assert.equal(keepsSchema({ pattern: '(?=x)\\1' }, 'whatever'), true);
  });

  it('passes over formats', () => {
    assert.equal(keepsSchema({ format: 'email' }, 'no address'), true);
    assert.equal(keepsSchema({ format: '");process.exit(1);//' }, 'x'), true);
  });

  for (const [what, schema] of [
    ['a remote reference', { $ref: 'https://example.com/schema.json' }],
    ['a type that is none', { type: 'persona' }],
    ['a keyword of the wrong kind', { minimum: 'five' }],
    ['no schema', 'object'],
    ['an array', [1]],
    ['an asynchronous schema', { $async: true, type: 'string' }],
    ['one over the limit', { enum: ['x'.repeat(200_000)] }],
    ['nothing', undefined],
  ] as const) {
    it(`cannot say for ${what}`, () => {
      assert.equal(keepsSchema(schema, { a: 1 }), undefined);
    });
  }

  it('stops a schema whose references multiply', () => {
    const $defs: Record<string, object> = { d0: { type: 'string' } };
    for (let at = 1; at < 60; at += 1) {
      const ref = { $ref: `#/$defs/d${at - 1}` };
      $defs[`d${at}`] = { anyOf: [ref, ref] };
    }
    assert.equal(keepsSchema({ $ref: '#/$defs/d59', $defs }, 1), undefined);
    assert.equal(keepsSchema(PERSON, { name: 'Ada' }), true);
  });
});
