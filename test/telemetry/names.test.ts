import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attribute, ATTRIBUTE_TABLE } from '../../src/telemetry/traces/attribute-table.js';
import { ATTRIBUTES, EVENTS, SPANS } from '../../src/telemetry/names.js';

const TABLE: readonly Attribute[] = Object.values(ATTRIBUTE_TABLE);

/** The conventions that are followed. */
const CONVENTIONS = ['error.type', 'http.response.status_code'];

describe('the names of spans, events and attributes', () => {
  it('are used once', () => {
    for (const names of [SPANS, ATTRIBUTES, EVENTS].map((table) => Object.values(table))) {
      assert.equal(new Set(names).size, names.length);
    }
  });

  it('are ours, or those of a convention', () => {
    for (const { name } of TABLE) {
      assert.ok(/^(dragoman|gen_ai)\.[a-z_.]+$/.test(name) || CONVENTIONS.includes(name), name);
    }
  });

  it('are none of the conventions that were given up', () => {
    for (const old of ['gen_ai.system', 'gen_ai.prompt', 'gen_ai.completion', 'gen_ai.usage.prompt_tokens']) {
      assert.ok(TABLE.every(({ name }) => name !== old));
    }
  });

  it('are documented, and carried by something', () => {
    for (const { name, on, about } of TABLE) assert.ok(on.length > 0 && /[.\d)]$/.test(about), name);
  });
});
