import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnswerStream } from '../../../src/gate/reading/answer-stream.js';
import type { Endpoint } from '../../../src/request/request-view.js';
import { ENDPOINTS, EVENTS, sseOf, TEXT } from '../answers.js';

function streamOf(endpoint: Endpoint, chunks: readonly Buffer[]): AnswerStream {
  const stream = new AnswerStream(endpoint);
  for (const chunk of chunks) stream.push(chunk);
  stream.end();
  return stream;
}

describe('AnswerStream', () => {
  for (const endpoint of ENDPOINTS) {
    it(`reads ${endpoint} whole, byte by byte and with CR LF`, () => {
      const bytes = sseOf(EVENTS[endpoint]);
      const single = Array.from(bytes, (byte) => Buffer.from([byte]));
      for (const chunks of [[bytes], single, [sseOf(EVENTS[endpoint], '\r\n')]]) {
        const stream = streamOf(endpoint, chunks);
        const { text, finish, toolCalls, inputTokens, outputTokens } = stream.answer;
        assert.deepEqual([text, finish, toolCalls], [TEXT, 'stop', []]);
        assert.deepEqual([inputTokens, outputTokens], [3, 9]);
        assert.ok(stream.isFinished && !stream.isBroken && !stream.hasToolCall);
        assert.equal(stream.tokens, 3);
      }
    });

    it(`gives what came of ${endpoint} so far`, () => {
      const stream = new AnswerStream(endpoint);
      const half = EVENTS[endpoint].findIndex((event) => JSON.stringify(event).includes(TEXT.slice(0, 4)));
      stream.push(sseOf(EVENTS[endpoint].slice(0, half + 1)));
      assert.equal(stream.answer.text, TEXT.slice(0, 4));
      assert.equal(stream.tokens, 1);
      assert.ok(!stream.isFinished);
    });
  }

  const calls: Readonly<Partial<Record<Endpoint, readonly object[]>>> = {
    'chat-completions': [
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { name: 'weather', arguments: '' } }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '"Oslo"}' } }] } }] },
      { choices: [{ delta: {}, finish_reason: 'tool_calls' }] },
    ],
    responses: [
      {
        type: 'response.output_item.added',
        output_index: 1,
        item: { type: 'function_call', name: 'weather', arguments: '' },
      },
      { type: 'response.function_call_arguments.delta', output_index: 1, delta: '{"city":' },
      { type: 'response.function_call_arguments.delta', output_index: 1, delta: '"Oslo"}' },
      { type: 'response.completed', response: { status: 'completed', output: [] } },
    ],
    messages: [
      {
        type: 'content_block_start',
        index: 1,
        content_block: { type: 'tool_use', name: 'weather', input: {} },
      },
      {
        type: 'content_block_delta',
        index: 1,
        delta: { type: 'input_json_delta', partial_json: '{"city":' },
      },
      { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: '"Oslo"}' } },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
    ],
  };
  for (const [endpoint, events] of Object.entries(calls)) {
    it(`joins a tool call of ${endpoint}`, () => {
      const stream = streamOf(endpoint as Endpoint, [sseOf(events)]);
      assert.ok(stream.hasToolCall);
      assert.deepEqual(stream.answer.toolCalls, [{ name: 'weather', arguments: '{"city":"Oslo"}' }]);
      assert.equal(stream.answer.finish, 'tool_calls');
    });
  }

  it('counts tokens by length where a piece holds many', () => {
    const stream = streamOf('completions', [sseOf([{ choices: [{ text: 'a'.repeat(800) }] }])]);
    assert.equal(stream.tokens, 100);
  });

  for (const [what, event] of [
    ['an error', '{"error":{"message":"overloaded"}}'],
    ['half an event', '{"choices":[{"del'],
    ['no object', '[1]'],
    ['an event that nests too deep', `{"choices":${'['.repeat(5000)}`],
  ] as const) {
    it(`is broken by ${what}`, () => {
      assert.ok(streamOf('chat-completions', [sseOf([event])]).isBroken);
    });
  }

  it('is not broken by an event of the server', () => {
    assert.ok(!streamOf('chat-completions', [sseOf([{ type: 'ping' }, { choices: [] }])]).isBroken);
  });

  for (const [endpoint, type] of [
    ['messages', 'error'],
    ['responses', 'error'],
  ] as const) {
    it(`is broken by an error event of ${endpoint}`, () => {
      assert.ok(streamOf(endpoint, [sseOf([{ type, message: 'x' }])]).isBroken);
    });
  }
});
