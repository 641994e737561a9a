import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { clientOf, collect } from './openai-client.js';

const MESSAGES = [{ role: 'user', content: 'hi' }] as const;
const ASK = { model: 'auto', messages: [...MESSAGES] };

const answer = (message: object, changes: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'org/small',
  system_fingerprint: 'fp',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop', ...changes }],
  usage: { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 },
});

/** What the client's own accumulator makes of the stream. */
async function finalOf(whole: object, shape = 'chat-completions') {
  return clientOf(shape, whole).chat.completions.stream(ASK).finalChatCompletion();
}

describe('emitAsStream, for chat completions', () => {
  it('gives the client the same answer', async () => {
    const content = 'Zwei\n\n"Zeilen" 😀 \u2028 data: [DONE]';
    const final = await finalOf(answer({ content }));
    assert.deepEqual([final.id, final.model, final.created], ['chatcmpl-1', 'org/small', 1_700_000_000]);
    assert.equal(final.choices[0]?.message.content, content);
    assert.equal(final.choices[0].finish_reason, 'stop');
  });

  it('tells the token counts in a last chunk, only if the client asked', async () => {
    const whole = answer({ content: 'x' });
    const ask = { ...ASK, stream: true } as const;
    const with_ = await collect(await clientOf('chat-completions+usage', whole).chat.completions.create(ask));
    assert.deepEqual(with_.at(-1)?.choices, []);
    assert.deepEqual(with_.at(-1)?.usage, whole.usage);
    assert.ok(with_.slice(0, -1).every(({ usage }) => usage === null));
    const without = await collect(await clientOf('chat-completions', whole).chat.completions.create(ask));
    assert.ok(without.every((chunk) => !('usage' in chunk)));
    assert.equal(without.at(-1)?.choices[0]?.finish_reason, 'stop');
  });

  it('streams tool calls with their places', async () => {
    const calls = ['a', 'b'].map((name) => ({
      id: `call-${name}`,
      type: 'function',
      function: { name, arguments: '{"id":12345678901234567890}' },
    }));
    const final = await finalOf(
      answer({ content: null, tool_calls: calls }, { finish_reason: 'tool_calls' }),
    );
    const [choice] = final.choices;
    assert.equal(choice?.finish_reason, 'tool_calls');
    assert.equal(choice.message.content, null);
    assert.deepEqual(
      choice.message.tool_calls?.map((call) => [call.id, call.function]),
      calls.map((call) => [call.id, call.function]),
    );
  });

  it('carries refusals, log probabilities, several choices and what it does not know', async () => {
    const logprobs = {
      content: [{ token: 'x', logprob: -0.1, bytes: [120], top_logprobs: [] }],
      refusal: null,
    };
    const first = answer({ content: 'x', refusal: null }, { logprobs });
    const second = {
      index: 1,
      message: { role: 'assistant', content: null, refusal: 'No.' },
      finish_reason: 'stop',
    };
    const final = await finalOf({ ...first, choices: [...first.choices, second], extra: 1 });
    assert.deepEqual(final.choices[0]?.logprobs?.content, logprobs.content);
    assert.equal(final.choices[1]?.message.refusal, 'No.');
    const thinking = answer({ content: 'x', reasoning_content: 'hm' });
    const ask = { ...ASK, stream: true } as const;
    const chunks = await collect(await clientOf('chat-completions', thinking).chat.completions.create(ask));
    const deltas = chunks.map(({ choices }) => choices[0]?.delta);
    assert.deepEqual(deltas, [
      { role: 'assistant', content: '' },
      { reasoning_content: 'hm' },
      { content: 'x' },
      {},
    ]);
  });
});
