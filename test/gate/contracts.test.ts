import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ask } from '../../src/gate/ask.js';
import { brokenContracts } from '../../src/gate/contracts.js';
import { buildAnswer, buildAsk } from './build.js';

const schema = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] };
const OBJECT: Partial<Ask> = { responseFormat: 'json_object' };
const SCHEMA: Partial<Ask> = { responseFormat: 'json_schema', schema };
const LENIENT: Partial<Ask> = { ...OBJECT, jsonMayBeWrapped: true };

describe('brokenContracts, of a JSON format', () => {
  for (const [what, ask, text, reasons] of [
    ['text where text was asked for', {}, 'hello', []],
    ['an object', OBJECT, '{"a":1}', []],
    ['a number where an object was asked for', OBJECT, '42', ['invalid_json']],
    ['prose', OBJECT, 'The answer is 42.', ['invalid_json']],
    ['nothing', OBJECT, '', ['invalid_json']],
    ['fenced JSON', OBJECT, '```json\n{"a":1}\n```', ['invalid_json']],
    ['JSON behind prose', OBJECT, 'Here: {"a":1}', ['invalid_json']],
    ['half of it', OBJECT, '{"a":', ['invalid_json']],
    ['fenced JSON, where the reader looks for it', LENIENT, '```json\n{"a":1}\n```', []],
    ['prose, where the reader looks for JSON', LENIENT, 'The answer is 42.', ['invalid_json']],
    ['what keeps the schema', SCHEMA, '{"n":1}', []],
    ['what breaks the schema', SCHEMA, '{"n":"one"}', ['schema_mismatch']],
    ['JSON for a schema that cannot be checked', { ...SCHEMA, schema: { type: 'odd' } }, '{"n":"one"}', []],
    ['JSON for a format without a schema', { responseFormat: 'json_schema' as const }, '[]', []],
  ] as const) {
    it(`judges ${what}`, () => {
      const found = brokenContracts(buildAsk('x', ask), buildAnswer(text));
      assert.deepEqual(
        found,
        reasons.map((reason) => ({ reason, strength: 1 })),
      );
    });
  }

  it('asks a refusal for no JSON', () => {
    assert.deepEqual(brokenContracts(buildAsk('x', OBJECT), buildAnswer('No.', { finish: 'refused' })), []);
  });
});

describe('brokenContracts, of tool calls', () => {
  const ask = buildAsk('x', { ...OBJECT, tools: [{ name: 'count', parameters: schema }, { name: 'shell' }] });
  for (const [name, args, reasons] of [
    ['count', '{"n":3}', []],
    ['count', '{"n":"three"}', ['invalid_arguments']],
    ['count', '{"n":3', ['invalid_arguments']],
    ['count', '[3]', ['invalid_arguments']],
    ['count', '', ['invalid_arguments']],
    ['shell', 'ls -l', []],
    ['search', '{}', ['unknown_tool']],
    ['toString', '{}', ['unknown_tool']],
  ] as const) {
    it(`judges ${name}(${args})`, () => {
      const answer = buildAnswer('', { toolCalls: [{ name, arguments: args }] });
      assert.deepEqual(
        brokenContracts(ask, answer).map(({ reason }) => reason),
        reasons,
      );
    });
  }

  it('finds a wrong call behind a right one', () => {
    const toolCalls = [
      { name: 'count', arguments: '{"n":1}' },
      { name: 'count', arguments: '{}' },
    ];
    assert.equal(brokenContracts(ask, buildAnswer('', { toolCalls }))[0]?.reason, 'invalid_arguments');
  });

  it('takes empty arguments for none where none are needed', () => {
    const free = buildAsk('x', { tools: [{ name: 'now', parameters: { type: 'object' } }] });
    const answer = buildAnswer('', { toolCalls: [{ name: 'now', arguments: '' }] });
    assert.deepEqual(brokenContracts(free, answer), []);
  });
});
