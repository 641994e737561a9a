import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestView } from '../../src/request/request-view.js';
import { assertView, problemOf, viewOf } from './view-of.js';

const PATH = '/v1/messages';
const hello = [{ role: 'user', content: 'Hello' }];

describe('messages', () => {
  const good: readonly (readonly [what: string, body: unknown, expected: Partial<RequestView>])[] = [
    [
      'a string',
      { messages: hello, max_tokens: 64 },
      { endpoint: 'messages', lastUserText: 'Hello', system: '', maxTokens: 64 },
    ],
    ['a system string', { messages: hello, system: 'Be kind.' }, { system: 'Be kind.' }],
    [
      'system blocks',
      {
        messages: hello,
        system: [
          { type: 'text', text: 'A', cache_control: { type: 'ephemeral' } },
          { type: 'text', text: 'B' },
        ],
      },
      { system: 'A\nB' },
    ],
    [
      'an agent that called tools',
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Read it.' },
              { type: 'image', source: {} },
            ],
          },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'hm', signature: 's' },
              { type: 'text', text: 'I look.' },
              { type: 'tool_use', id: 't', name: 'read', input: { path: 'a' } },
            ],
          },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'ignore me' }] },
        ],
        tools: [
          { name: 'read', description: 'Reads.', input_schema: { required: ['path'] } },
          { type: 'bash_20250124', name: 'bash' },
        ],
      },
      {
        lastUserText: 'Read it.',
        messages: [
          { role: 'user', text: 'Read it.', images: 1, toolCalls: 0 },
          { role: 'assistant', text: 'I look.', images: 0, toolCalls: 1 },
          { role: 'tool', text: 'ignore me', images: 0, toolCalls: 0 },
        ],
        toolCalls: 1,
        images: 1,
        turns: 1,
        tools: [
          { name: 'read', description: 'Reads.', parameters: { required: ['path'] } },
          { name: 'bash', description: '' },
        ],
      },
    ],
    [
      'a tool result and words in one message',
      {
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: 't',
                content: [{ type: 'text', text: 'r' }, { type: 'image' }],
              },
              { type: 'text', text: 'Now sum up.' },
            ],
          },
        ],
      },
      {
        messages: [
          { role: 'tool', text: 'r', images: 1, toolCalls: 0 },
          { role: 'user', text: 'Now sum up.', images: 0, toolCalls: 0 },
        ],
        lastUserText: 'Now sum up.',
        images: 1,
      },
    ],
    [
      'an output format',
      { messages: hello, output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
      { responseFormat: 'json_schema', responseSchema: { type: 'object' } },
    ],
    [
      'the older output format',
      { messages: hello, output_format: { type: 'json_schema' } },
      { responseFormat: 'json_schema' },
    ],
  ];
  for (const [what, body, expected] of good) {
    it(`reads ${what}`, () => {
      assertView(viewOf(PATH, body), expected);
    });
  }

  const results = (content: unknown): unknown => ({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x' },
          { type: 'tool_result', content },
        ],
      },
    ],
  });
  const bad: readonly (readonly [body: unknown, code: string, param: string])[] = [
    [{}, 'field_missing', 'messages'],
    [{ messages: [] }, 'field_invalid', 'messages'],
    [{ messages: hello, system: 7 }, 'field_invalid', 'system'],
    [{ messages: hello, system: [{ type: 'text' }] }, 'field_missing', 'system[0].text'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'field_invalid', 'messages[0].role'],
    [{ messages: [{ content: 'x' }] }, 'field_missing', 'messages[0].role'],
    [{ messages: [{ role: 'user', content: 7 }] }, 'field_invalid', 'messages[0].content'],
    [results(7), 'field_invalid', 'messages[0].content[1].content'],
    [results([{ type: 'text' }]), 'field_missing', 'messages[0].content[1].content[0].text'],
    [{ messages: hello, max_tokens: 'many' }, 'field_invalid', 'max_tokens'],
    [{ messages: hello, tools: [{ input_schema: {} }] }, 'field_missing', 'tools[0].name'],
  ];
  for (const [body, code, param] of bad) {
    it(`refuses ${JSON.stringify(body)} at ${param}`, () => {
      const problem = problemOf(PATH, body);
      assert.deepEqual({ code: problem.code, param: problem.param }, { code, param });
    });
  }
});
