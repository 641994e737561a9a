import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOf } from '../../src/gate/ask-of.js';
import { CHAT, viewOf } from '../request/view-of.js';

describe('askOf', () => {
  it('takes what an answer is judged by', () => {
    const schema = { type: 'object', required: ['city'] };
    const view = viewOf(CHAT, {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Weather in Oslo?' },
      ],
      max_tokens: 50,
      tools: [
        { type: 'function', function: { name: 'weather', parameters: schema } },
        { type: 'web_search' },
      ],
      response_format: { type: 'json_schema', json_schema: { name: 'n', schema } },
    });
    assert.deepEqual(askOf(view), {
      prompt: 'Weather in Oslo?',
      system: 'Be brief.',
      responseFormat: 'json_schema',
      schema,
      tools: [{ name: 'weather', parameters: schema }, { name: 'web_search' }],
      maxTokens: 50,
    });
  });

  it('leaves out what was not asked for', () => {
    const view = viewOf(CHAT, { messages: [{ role: 'user', content: 'Hi' }] });
    assert.deepEqual(askOf(view), { prompt: 'Hi', system: '', responseFormat: 'text', tools: [] });
  });
});
