import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Answer } from '../../../src/gate/answer.js';
import { isUnjudged, readAnswer } from '../../../src/gate/reading/read-answer.js';
import type { Problem } from '../../../src/errors.js';
import type { Endpoint } from '../../../src/request/request-view.js';
import { ENDPOINTS, EVENTS, sseOf, TEXT, WHOLE } from '../answers.js';

const bytesOf = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

function answerOf(endpoint: Endpoint, body: unknown): Answer {
  const read = readAnswer(endpoint, bytesOf(body), { contentType: 'application/json' });
  assert.ok(read.ok, read.ok ? '' : read.problem.message);
  return read.value;
}

function problemOf(body: Buffer, headers = {}, endpoint: Endpoint = 'chat-completions'): Problem {
  const read = readAnswer(endpoint, body, headers);
  assert.ok(!read.ok);
  return read.problem;
}

const chat = (message: object, rest: object = {}): object => ({
  choices: [{ index: 0, message, finish_reason: 'stop', ...rest }],
});

describe('readAnswer', () => {
  for (const endpoint of ENDPOINTS) {
    it(`reads ${endpoint} as JSON`, () => {
      assert.deepEqual(answerOf(endpoint, WHOLE[endpoint]), {
        text: TEXT,
        finish: 'stop',
        toolCalls: [],
        hasMedia: false,
        ...(endpoint === 'messages' ? {} : { logprobs: [-0.5, 0] }),
        inputTokens: 3,
        outputTokens: 9,
      });
    });

    it(`reads ${endpoint} as an event stream, whatever the content type says`, () => {
      for (const contentType of ['text/event-stream; charset=utf-8', 'application/json', undefined]) {
        const read = readAnswer(endpoint, sseOf(EVENTS[endpoint]), { contentType });
        assert.ok(read.ok);
        assert.equal(read.value.text, TEXT);
      }
    });

    it(`sees that a stream of ${endpoint} stops in the middle`, () => {
      const cut = sseOf(EVENTS[endpoint].slice(0, 3));
      assert.equal(problemOf(cut, { contentType: 'text/event-stream' }, endpoint).code, 'field_invalid');
    });
  }

  const answers: readonly (readonly [what: string, Endpoint, body: object, Partial<Answer>])[] = [
    [
      'a content filter',
      'chat-completions',
      chat({ content: 'No' }, { finish_reason: 'content_filter' }),
      { finish: 'refused' },
    ],
    [
      'a refusal',
      'chat-completions',
      chat({ content: null, refusal: 'I will not.' }),
      { text: 'I will not.', finish: 'refused' },
    ],
    [
      'a token limit',
      'chat-completions',
      chat({ content: 'So' }, { finish_reason: 'length' }),
      { finish: 'length' },
    ],
    [
      'parts',
      'chat-completions',
      chat({
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      }),
      { text: 'ab' },
    ],
    ['audio', 'chat-completions', chat({ content: null, audio: { id: 'a' } }), { hasMedia: true }],
    [
      'tool calls',
      'chat-completions',
      chat(
        {
          content: null,
          tool_calls: [{ function: { name: 'f', arguments: '{}' } }, { custom: { name: 'g', input: 'x' } }],
        },
        { finish_reason: 'tool_calls' },
      ),
      {
        finish: 'tool_calls',
        toolCalls: [
          { name: 'f', arguments: '{}' },
          { name: 'g', arguments: 'x' },
        ],
      },
    ],
    [
      'a legacy call',
      'chat-completions',
      chat({ content: null, function_call: { name: 'f', arguments: '{' } }),
      { toolCalls: [{ name: 'f', arguments: '{' }] },
    ],
    [
      'the first choice only',
      'chat-completions',
      {
        choices: [
          { index: 1, message: { content: 'b' } },
          { index: 0, message: { content: 'a' }, finish_reason: 'odd' },
        ],
      },
      { text: 'a', finish: 'unknown' },
    ],
    ['no choice', 'chat-completions', { choices: [] }, { text: '' }],
    [
      'an incomplete response',
      'responses',
      { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: [] },
      { finish: 'length' },
    ],
    [
      'a call and an image of responses',
      'responses',
      {
        status: 'completed',
        output: [{ type: 'function_call', name: 'f', arguments: '{}' }, { type: 'image_generation_call' }],
      },
      { finish: 'tool_calls', hasMedia: true, toolCalls: [{ name: 'f', arguments: '{}' }] },
    ],
    [
      'a refusal of responses',
      'responses',
      { status: 'completed', output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }] },
      { finish: 'refused', text: 'No.' },
    ],
    [
      'a tool use',
      'messages',
      { content: [{ type: 'tool_use', name: 'f', input: { a: 1 } }], stop_reason: 'tool_use' },
      { finish: 'tool_calls', toolCalls: [{ name: 'f', arguments: '{"a":1}' }] },
    ],
    ['a refusal of messages', 'messages', { content: [], stop_reason: 'refusal' }, { finish: 'refused' }],
  ];
  for (const [what, endpoint, body, expected] of answers) {
    it(`reads ${what}`, () => {
      const answer = answerOf(endpoint, body);
      for (const [name, value] of Object.entries(expected)) {
        assert.deepEqual(answer[name as keyof Answer], value);
      }
    });
  }

  for (const usage of [
    undefined,
    null,
    {},
    { prompt_tokens: -1, completion_tokens: -5 },
    { prompt_tokens: 1.5 },
    'many',
  ]) {
    it(`has no counts for the usage ${JSON.stringify(usage)}`, () => {
      const answer = answerOf('chat-completions', { ...chat({ content: 'a' }), usage });
      assert.deepEqual([answer.inputTokens, answer.outputTokens], [undefined, undefined]);
    });
  }

  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`undoes ${compress.name}`, () => {
      const body = compress(bytesOf(WHOLE['chat-completions']));
      const read = readAnswer('chat-completions', body, { contentEncoding: encoding });
      assert.ok(read.ok);
      assert.equal(read.value.text, TEXT);
    });
  }

  const bad: readonly (readonly [what: string, body: Buffer, headers: object, code: string])[] = [
    ['nothing', Buffer.alloc(0), {}, 'body_missing'],
    [
      'a page of a proxy',
      Buffer.from('<html>Bad gateway</html>'),
      { contentType: 'text/html' },
      'body_not_json',
    ],
    ['half a JSON', bytesOf(WHOLE['chat-completions']).subarray(0, 40), {}, 'body_not_json'],
    ['another shape', Buffer.from('{"ok":true}'), {}, 'field_invalid'],
    ['an error object', Buffer.from('{"error":{"message":"no"}}'), {}, 'field_invalid'],
    ['an array', Buffer.from('[]'), {}, 'field_invalid'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe]), {}, 'body_not_utf8'],
    ['nesting', Buffer.from('{"a":' + '['.repeat(100_000)), {}, 'body_too_deep'],
    ['gzip that is none', Buffer.from('{}'), { contentEncoding: 'gzip' }, 'body_not_json'],
    ['a stream without events', Buffer.from('hello'), { contentType: 'text/event-stream' }, 'field_invalid'],
  ];
  for (const [what, body, headers, code] of bad) {
    it(`finds ${what} to be no answer`, () => {
      const problem = problemOf(body, headers);
      assert.equal(problem.code, code);
      assert.ok(!isUnjudged(problem));
    });
  }

  it('quotes nothing of the answer', () => {
    const problem = problemOf(Buffer.from('{"choices":[{"message":{"content":"secret'));
    assert.ok(!problem.message.includes('secret'));
  });

  const beyond: readonly (readonly [what: string, body: Buffer, headers: object])[] = [
    ['10 MB', Buffer.alloc(10 * 1024 * 1024, 'a'), {}],
    [
      'a small body that grows to 10 MB',
      gzipSync(Buffer.alloc(10 * 1024 * 1024, 'a')),
      { contentEncoding: 'gzip' },
    ],
    ['an unknown encoding', Buffer.from('x'), { contentEncoding: 'zstd' }],
  ];
  for (const [what, body, headers] of beyond) {
    it(`leaves ${what} unjudged`, () => {
      assert.ok(isUnjudged(problemOf(body, headers)));
    });
  }
});
