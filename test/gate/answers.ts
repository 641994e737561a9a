import type { Endpoint } from '../../src/request/request-view.js';

/** The text that every example answers with; its bytes can be cut in the middle of a sign. */
export const TEXT = 'Füße: 42 — 你好 🙂';

/** One whole answer of each endpoint. */
export const WHOLE: Readonly<Record<Endpoint, object>> = {
  'chat-completions': {
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: TEXT },
        finish_reason: 'stop',
        logprobs: {
          content: [
            { token: 'a', logprob: -0.5 },
            { token: 'b', logprob: 0 },
          ],
        },
      },
    ],
    usage: { prompt_tokens: 3, completion_tokens: 9 },
  },
  completions: {
    choices: [{ text: TEXT, finish_reason: 'stop', logprobs: { token_logprobs: [-0.5, 0] } }],
    usage: { prompt_tokens: 3, completion_tokens: 9 },
  },
  responses: {
    status: 'completed',
    output: [
      { type: 'reasoning', summary: [] },
      {
        type: 'message',
        content: [{ type: 'output_text', text: TEXT, logprobs: [{ logprob: -0.5 }, { logprob: 0 }] }],
      },
    ],
    usage: { input_tokens: 3, output_tokens: 9 },
  },
  messages: {
    content: [
      { type: 'thinking', thinking: 'hm' },
      { type: 'text', text: TEXT },
    ],
    stop_reason: 'end_turn',
    usage: { input_tokens: 3, output_tokens: 9 },
  },
};

const PIECES = [TEXT.slice(0, 4), TEXT.slice(4, 10), TEXT.slice(10)];

/** The events of the same answer as a stream. */
export const EVENTS: Readonly<Record<Endpoint, readonly (object | '[DONE]')[]>> = {
  'chat-completions': [
    { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    ...PIECES.map((content) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 9 } },
    '[DONE]',
  ],
  completions: [
    ...PIECES.map((text) => ({ choices: [{ text, finish_reason: null }] })),
    { choices: [{ text: '', finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 9 } },
    '[DONE]',
  ],
  responses: [
    { type: 'response.created', response: { status: 'in_progress', output: [] } },
    ...PIECES.map((delta) => ({ type: 'response.output_text.delta', output_index: 0, delta })),
    { type: 'response.completed', response: WHOLE.responses },
  ],
  messages: [
    { type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
    ...PIECES.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } },
    { type: 'message_stop' },
  ],
};

export const ENDPOINTS = Object.keys(WHOLE) as readonly Endpoint[];

/** The bytes of an event stream. */
export function sseOf(events: readonly (object | string)[], lineEnd = '\n'): Buffer {
  const lines = events.map((event) => {
    const name = typeof event === 'object' && 'type' in event ? `event: ${String(event.type)}${lineEnd}` : '';
    return `${name}data: ${typeof event === 'string' ? event : JSON.stringify(event)}${lineEnd}${lineEnd}`;
  });
  return Buffer.from(lines.join(''));
}
