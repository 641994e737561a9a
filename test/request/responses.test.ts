import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RequestView } from '../../src/request/request-view.js';
import { assertView, problemOf, viewOf } from './view-of.js';

const PATH = '/v1/responses';

describe('responses', () => {
  const good: readonly (readonly [what: string, body: unknown, expected: Partial<RequestView>])[] = [
    ['a string', { input: 'Hi' }, { endpoint: 'responses', lastUserText: 'Hi', system: '', turns: 1 }],
    ['instructions', { input: 'Hi', instructions: 'Be kind.' }, { system: 'Be kind.', turns: 1 }],
    [
      'items of every type',
      {
        input: [
          { role: 'developer', content: 'Use the tools.' },
          {
            type: 'message',
            role: 'user',
            content: [
              { type: 'input_text', text: 'What is in the picture?' },
              { type: 'input_image', image_url: 'https://example.com/a.png' },
            ],
          },
          { type: 'reasoning', id: 'r', summary: [], encrypted_content: 'zzz' },
          { type: 'function_call', call_id: 'c', name: 'look', arguments: '{"x":1}' },
          { type: 'function_call_output', call_id: 'c', output: 'a cat' },
          { type: 'computer_call', call_id: 'd', action: { type: 'click' } },
          { type: 'computer_call_output', call_id: 'd', output: { type: 'input_image', image_url: 'x' } },
          { type: 'item_reference', id: 'i' },
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'A cat.' }] },
          { type: 'something_new', payload: [1] },
        ],
      },
      {
        system: 'Use the tools.',
        lastUserText: 'What is in the picture?',
        messages: [
          { role: 'user', text: 'What is in the picture?', images: 1, toolCalls: 0 },
          { role: 'assistant', text: '', images: 0, toolCalls: 1 },
          { role: 'tool', text: 'a cat', images: 0, toolCalls: 0 },
          { role: 'assistant', text: '', images: 0, toolCalls: 1 },
          { role: 'tool', text: '', images: 1, toolCalls: 0 },
          { role: 'assistant', text: 'A cat.', images: 0, toolCalls: 0 },
        ],
        toolCalls: 2,
        images: 2,
        turns: 1,
      },
    ],
    [
      'tools with and without names',
      {
        input: 'x',
        tools: [{ type: 'function', name: 'f', description: 'd', parameters: false }, { type: 'web_search' }],
      },
      {
        tools: [
          { name: 'f', description: 'd', parameters: false },
          { name: 'web_search', description: '' },
        ],
      },
    ],
    [
      'a text format',
      { input: 'x', text: { format: { type: 'json_schema', name: 'n', schema: { minItems: 1 } } } },
      { responseFormat: 'json_schema', responseSchema: { minItems: 1 } },
    ],
    [
      'text settings without a format',
      { input: 'x', text: { verbosity: 'low' } },
      { responseFormat: 'text' },
    ],
    [
      'a limit',
      { input: 'x', max_output_tokens: 16 },
      { maxTokens: 16, maxTokensField: 'max_output_tokens' },
    ],
    [
      'a stored prompt without input',
      { prompt: { id: 'pmpt_1' } },
      { messages: [], lastUserText: '', turns: 0 },
    ],
  ];
  for (const [what, body, expected] of good) {
    it(`reads ${what}`, () => {
      assertView(viewOf(PATH, body), expected);
    });
  }

  const bad: readonly (readonly [body: unknown, code: string, param: string])[] = [
    [{}, 'field_missing', 'input'],
    [{ input: 7 }, 'field_invalid', 'input'],
    [{ input: [] }, 'field_invalid', 'input'],
    [{ input: ['x'] }, 'field_invalid', 'input[0]'],
    [{ input: [{ content: 'x' }] }, 'field_missing', 'input[0].role'],
    [{ input: [{ type: 'message', role: 'tool' }] }, 'field_invalid', 'input[0].role'],
    [{ input: [{ type: 7 }] }, 'field_invalid', 'input[0].type'],
    [{ input: [{ role: 'user', content: 7 }] }, 'field_invalid', 'input[0].content'],
    [{ input: [{ type: 'function_call_output', output: 7 }] }, 'field_invalid', 'input[0].output'],
    [{ input: 'x', instructions: 7 }, 'field_invalid', 'instructions'],
    [{ input: 'x', text: 'json' }, 'field_invalid', 'text'],
    [{ input: 'x', text: { format: {} } }, 'field_missing', 'text.format.type'],
    [{ input: 'x', max_output_tokens: 0 }, 'field_invalid', 'max_output_tokens'],
    [{ input: 'x', tools: [{ type: 'function' }] }, 'field_missing', 'tools[0].name'],
  ];
  for (const [body, code, param] of bad) {
    it(`refuses ${JSON.stringify(body)} at ${param}`, () => {
      const problem = problemOf(PATH, body);
      assert.deepEqual({ code: problem.code, param: problem.param }, { code, param });
    });
  }
});
