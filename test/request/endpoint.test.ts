import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpointOf } from '../../src/request/endpoint.js';

describe('endpointOf', () => {
  const cases: readonly (readonly [path: string, endpoint: string | undefined])[] = [
    ['/v1/chat/completions', 'chat-completions'],
    ['/v1/chat/completions/', 'chat-completions'],
    ['/v1/chat/completions?trace=1', 'chat-completions'],
    ['/v1/chat/completions/?', 'chat-completions'],
    ['/v1/completions', 'completions'],
    ['/v1/responses', 'responses'],
    ['/v1/messages', 'messages'],
    ['/v1/messages/count_tokens', undefined],
    ['/v1/responses/resp_1', undefined],
    ['/V1/messages', undefined],
    ['/v1/embeddings?x=/v1/messages', undefined],
    ['//v1/messages', undefined],
    ['/', undefined],
    ['', undefined],
  ];
  for (const [path, endpoint] of cases) {
    it(`takes ${JSON.stringify(path)} for ${endpoint ?? 'none of ours'}`, () => {
      assert.equal(endpointOf(path), endpoint);
    });
  }
});
