import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import type { RequestView } from '../../src/request/request-view.js';
import { assertView, CHAT, problemOf, viewOf } from './view-of.js';

const user = (content: unknown): unknown => ({ role: 'user', content });
const hello = [user('Hello')];

describe('chat completions', () => {
  const good: readonly (readonly [what: string, body: unknown, expected: Partial<RequestView>])[] = [
    [
      'the smallest request',
      { messages: hello },
      {
        endpoint: 'chat-completions',
        system: '',
        messages: [{ role: 'user', text: 'Hello', images: 0, toolCalls: 0 }],
        lastUserText: 'Hello',
        tools: [],
        toolCalls: 0,
        images: 0,
        responseFormat: 'text',
        stream: false,
        turns: 1,
        languages: [{ script: 'latin', share: 1 }],
        truncated: false,
      },
    ],
    [
      'a model and a stream',
      { model: 'auto', stream: true, messages: hello },
      { model: 'auto', stream: true },
    ],
    [
      'system and developer text, wherever it stands',
      {
        messages: [
          { role: 'system', content: 'Be brief.' },
          user('Hi'),
          { role: 'developer', content: 'In French.' },
        ],
      },
      { system: 'Be brief.\nIn French.', turns: 1, lastUserText: 'Hi' },
    ],
    [
      'parts of every type',
      {
        messages: [
          user([
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
            { type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } },
            { type: 'file', file: { file_id: 'f' } },
            { type: 'hologram', text: 7 },
            { type: 'text', text: 'And why?' },
          ]),
        ],
      },
      { lastUserText: 'What is this?\nAnd why?', images: 1 },
    ],
    [
      'an agent that called tools',
      {
        messages: [
          user('Weather in Oslo and Rome?'),
          {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: '1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
              { id: '2', type: 'function', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
            ],
          },
          { role: 'tool', tool_call_id: '1', content: '4 degrees' },
          { role: 'tool', tool_call_id: '2', content: [{ type: 'text', text: '19 degrees' }] },
        ],
        tools: [
          {
            type: 'function',
            function: { name: 'weather', description: 'Says the weather.', parameters: { type: 'object' } },
          },
        ],
      },
      {
        messages: [
          { role: 'user', text: 'Weather in Oslo and Rome?', images: 0, toolCalls: 0 },
          { role: 'assistant', text: '', images: 0, toolCalls: 2 },
          { role: 'tool', text: '4 degrees', images: 0, toolCalls: 0 },
          { role: 'tool', text: '19 degrees', images: 0, toolCalls: 0 },
        ],
        lastUserText: 'Weather in Oslo and Rome?',
        toolCalls: 2,
        turns: 1,
        tools: [{ name: 'weather', description: 'Says the weather.', parameters: { type: 'object' } }],
      },
    ],
    [
      'legacy functions beside tools',
      {
        messages: [
          user('Hi'),
          { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
          { role: 'function', name: 'f', content: 'done' },
        ],
        tools: [{ type: 'custom', custom: { name: 'shell' } }, { type: 'web_search' }],
        functions: [{ name: 'f', description: 'Does it.' }],
      },
      {
        toolCalls: 1,
        tools: [
          { name: 'shell', description: '' },
          { name: 'web_search', description: '' },
          { name: 'f', description: 'Does it.' },
        ],
      },
    ],
    [
      'a refusal as text',
      { messages: [user('x'), { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] }] },
      {
        messages: [
          { role: 'user', text: 'x', images: 0, toolCalls: 0 },
          { role: 'assistant', text: 'No.', images: 0, toolCalls: 0 },
        ],
      },
    ],
    [
      'a JSON schema',
      {
        messages: hello,
        response_format: { type: 'json_schema', json_schema: { name: 'n', schema: { type: 'array' } } },
      },
      { responseFormat: 'json_schema', responseSchema: { type: 'array' } },
    ],
    [
      'a JSON object',
      { messages: hello, response_format: { type: 'json_object' } },
      { responseFormat: 'json_object' },
    ],
    [
      'an unknown format',
      { messages: hello, response_format: { type: 'grammar' } },
      { responseFormat: 'text' },
    ],
    [
      'both names of the limit',
      { messages: hello, max_tokens: 5, max_completion_tokens: 9 },
      { maxTokens: 9, maxTokensField: 'max_completion_tokens' },
    ],
    [
      'the old name of the limit',
      { messages: hello, max_tokens: 5 },
      { maxTokens: 5, maxTokensField: 'max_tokens' },
    ],
    [
      'null for what is optional',
      { messages: hello, max_tokens: null, stream: null, tools: null, response_format: null },
      { stream: false },
    ],
    ['empty content', { messages: [user('')] }, { lastUserText: '', languages: [], turns: 1 }],
    ['missing content', { messages: [{ role: 'user' }] }, { lastUserText: '' }],
    [
      'unknown fields',
      { messages: hello, x_vendor: { deep: [1] }, __proto__x: 1 },
      { lastUserText: 'Hello' },
    ],
    [
      'the last value of a repeated key',
      '{"model":"a","messages":[{"role":"user","content":"x"}],"model":"b"}',
      { model: 'b' },
    ],
  ];
  for (const [what, body, expected] of good) {
    it(`reads ${what}`, () => {
      assertView(viewOf(CHAT, body), expected);
    });
  }

  it('keeps no schema that is over the limit', () => {
    const schema = { title: 'x'.repeat(70_000) };
    const view = viewOf(CHAT, {
      messages: hello,
      tools: [{ type: 'function', function: { name: 'f', parameters: schema } }],
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema } },
    });
    assertView(view, { responseFormat: 'json_schema', tools: [{ name: 'f', description: '' }] });
    assert.equal(view.responseSchema, undefined);
  });

  const missing = 'field_missing';
  const invalid = 'field_invalid';
  const bad: readonly (readonly [body: unknown, code: string, param: string])[] = [
    [{}, missing, 'messages'],
    [{ messages: null }, invalid, 'messages'],
    [{ messages: 'private words' }, invalid, 'messages'],
    [{ messages: {} }, invalid, 'messages'],
    [{ messages: [] }, invalid, 'messages'],
    [{ messages: ['private words'] }, invalid, 'messages[0]'],
    [{ messages: [...hello, { content: 'x' }] }, missing, 'messages[1].role'],
    [{ messages: [...hello, ...hello, { role: 7 }] }, invalid, 'messages[2].role'],
    [{ messages: [{ role: 'constructor' }] }, invalid, 'messages[0].role'],
    [{ messages: [user(7)] }, invalid, 'messages[0].content'],
    [{ messages: [user({ type: 'text', text: 'private words' })] }, invalid, 'messages[0].content'],
    [{ messages: [user([null])] }, invalid, 'messages[0].content[0]'],
    [
      { messages: [user([{ type: 'text', text: 'x' }, { type: 'text' }])] },
      missing,
      'messages[0].content[1].text',
    ],
    [
      { messages: [user([{ type: 'text', text: ['private words'] }])] },
      invalid,
      'messages[0].content[0].text',
    ],
    [{ messages: [user([{ type: 3 }])] }, invalid, 'messages[0].content[0].type'],
    [{ messages: [{ role: 'assistant', tool_calls: 'x' }] }, invalid, 'messages[0].tool_calls'],
    [{ messages: hello, model: 7 }, invalid, 'model'],
    [{ messages: hello, model: null }, invalid, 'model'],
    [{ messages: hello, stream: 'true' }, invalid, 'stream'],
    [{ messages: hello, max_tokens: 0 }, invalid, 'max_tokens'],
    [{ messages: hello, max_tokens: 1.5 }, invalid, 'max_tokens'],
    [{ messages: hello, max_tokens: '5' }, invalid, 'max_tokens'],
    [{ messages: hello, max_tokens: -1, max_completion_tokens: 5 }, invalid, 'max_tokens'],
    ['{"messages":[{"role":"user","content":"x"}],"max_tokens":1e999}', invalid, 'max_tokens'],
    [{ messages: hello, tools: {} }, invalid, 'tools'],
    [{ messages: hello, tools: [7] }, invalid, 'tools[0]'],
    [{ messages: hello, tools: [{ type: 'function', function: {} }] }, missing, 'tools[0].function.name'],
    [{ messages: hello, tools: [{ type: 'function' }] }, missing, 'tools[0].name'],
    [{ messages: hello, functions: [{ name: 7 }] }, invalid, 'functions[0].name'],
    [{ messages: hello, functions: [{ name: 'f', description: 7 }] }, invalid, 'functions[0].description'],
    [{ messages: hello, response_format: 'json_object' }, invalid, 'response_format'],
    [{ messages: hello, response_format: {} }, missing, 'response_format.type'],
  ];
  for (const [body, code, param] of bad) {
    it(`refuses ${JSON.stringify(body)} at ${param}`, () => {
      const problem = problemOf(CHAT, body);
      assert.deepEqual({ code: problem.code, param: problem.param }, { code, param });
      assert.ok(problem.message.includes(`"${param}"`), problem.message);
      assert.doesNotMatch(problem.message, /private words/);
    });
  }
});
