import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/request/json-value.js';
import { readSideEffects } from '../../src/request/side-effects.js';

const has = (body: JsonObject): boolean => readSideEffects(body).hasSideEffects === true;

describe('readSideEffects', () => {
  it('finds what the provider keeps, starts or runs', () => {
    for (const body of [
      { conversation: 'conv_1' },
      { conversation: { id: 'conv_1' } },
      { previous_response_id: 'resp_1' },
      { background: true },
      { tools: [{ type: 'function', name: 'f' }, { type: 'web_search' }] },
      { tools: [{ type: 'mcp', server_url: 'http://tools', require_approval: 'never' }] },
      { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
      { mcp_servers: [{ type: 'url', url: 'http://tools' }] },
      { web_search_options: {} },
    ]) {
      assert.ok(has(body), JSON.stringify(body));
    }
  });

  it('finds nothing in a request that only asks', () => {
    for (const body of [
      {},
      { conversation: null, previous_response_id: null, background: false, tools: null },
      { tools: [{ type: 'function', function: { name: 'f' } }] },
      {
        tools: [
          { name: 'f', input_schema: {} },
          { type: 'custom', name: 'g', input_schema: {} },
        ],
      },
      { tools: 'broken', store: true },
    ]) {
      assert.ok(!has(body), JSON.stringify(body));
    }
  });
});
