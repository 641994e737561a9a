import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../demo/stand-in/json.js';
import { ask, type Answer, type AskOptions, chat } from '../../../support/ask.js';
import type { Canaries } from './canaries.js';
import { MOST_BODY_BYTES } from './canary-stack.js';

/** An answer, and what was asked. */
export interface Sent {
  readonly title: string;
  readonly answer: Answer;
}

/** Texts that `redacted` must take out of a prompt that it keeps. */
export function secretsIn(canaries: Canaries): string {
  const mail = `${canaries.word('mail address in a prompt')}@mail.example.org`;
  return `my key is sk-${canaries.word('key in a prompt')}ABCD1234, write to ${mail}`;
}

/** Sends requests of every kind with a canary in each place that a client can fill. */
export async function sendCanaries(url: string, canaries: Canaries): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  const send = async (
    title: string,
    status: number,
    body: JsonObject | string,
    options: AskOptions = {},
  ): Promise<void> => {
    const answer = await ask(url, body, {
      ...options,
      headers: { ...headersOf(canaries), ...options.headers },
    });
    assert.equal(answer.status, status, `${title}: ${answer.text}`);
    sent.push({ title, answer });
  };
  const { word } = canaries;
  for (const [title, body] of Object.entries(goodRequests(canaries))) await send(title, 200, body);
  await send(
    'completions',
    200,
    { model: 'auto', prompt: `plain ${word('completions prompt')}` },
    { path: '/v1/completions' },
  );
  await send(
    'responses',
    200,
    { model: 'auto', instructions: word('instructions'), input: `plain ${word('responses input')}` },
    { path: '/v1/responses' },
  );
  await send('messages', 200, messagesOf(canaries), { path: '/v1/messages' });
  await send('query', 200, chat('plain'), { path: `/v1/chat/completions?api-key=${word('query')}` });
  await send('a model that fails', 500, chat(`plain fail ${word('prompt that failed')}`));
  for (const [title, [status, body]] of Object.entries(badRequests(canaries)))
    await send(title, status, body);
  await send(
    'feedback',
    400,
    { decision: word('feedback decision'), tags: [word('feedback tag')] },
    { path: '/v1/feedback' },
  );
  await send('another path', 200, { secret: word('body to another path') }, { path: '/v1/nowhere' });
  return sent;
}

function headersOf({ word }: Canaries): Readonly<Record<string, string>> {
  return {
    authorization: `Bearer ${word('authorization header')}`,
    'x-api-key': word('x-api-key header'),
    cookie: `session=${word('cookie')}`,
    'x-conversation-id': word('conversation id'),
    'x-forwarded-for': word('x-forwarded-for'),
    'x-dragoman-decision': word('forged decision'),
    'user-agent': word('user agent'),
    'x-tenant-id': word('tenant'),
    'x-anything': word('any header'),
  };
}

function goodRequests(canaries: Canaries): Readonly<Record<string, JsonObject>> {
  const { word } = canaries;
  const call = { name: 'look', arguments: JSON.stringify({ q: word('tool arguments') }) };
  const parameters = { type: 'object', description: word('tool schema'), properties: {} };
  return {
    'every role': chat('', {
      user: word('user member'),
      metadata: { note: word('metadata member') },
      tools: [
        { type: 'function', function: { name: 'look', description: word('tool description'), parameters } },
      ],
      messages: [
        { role: 'system', content: `You are ${word('system prompt')}.` },
        { role: 'developer', content: `Be ${word('developer prompt')}.` },
        { role: 'user', content: `plain ${word('first user prompt')}` },
        { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: call }] },
        { role: 'tool', tool_call_id: 'c1', content: `It is ${word('tool result')}` },
        { role: 'assistant', content: `I see ${word('assistant turn')}` },
        { role: 'user', name: word('name member'), content: `plain ${word('last user prompt')}` },
      ],
    }),
    secrets: chat(`plain: ${secretsIn(canaries)}`),
    picture: chat('', {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'plain, what is this?' },
            { type: 'image_url', image_url: { url: `https://images.example/${word('picture url')}.png` } },
          ],
        },
      ],
    }),
    'small talk': chat(`good evening, dear ${word('prompt for the encoder')}`),
    doubt: chat(`how do I get my money back for these ${word('prompt for the small model')} shoes?`),
    cascade: chat(`escalate ${word('prompt of a cascade')}: what is the capital of France?`),
    'cascade of streams': chat(`escalate ${word('prompt of a stream')}: what is the capital of France?`, {
      stream: true,
    }),
    stream: chat(`plain ${word('prompt of a plain stream')}`, { stream: true }),
  };
}

function messagesOf({ word }: Canaries): JsonObject {
  return {
    ...{ model: 'auto', max_tokens: 10, system: word('anthropic system') },
    messages: [{ role: 'user', content: `plain ${word('anthropic prompt')}` }],
  };
}

function badRequests({ word }: Canaries): Readonly<Record<string, readonly [number, JsonObject | string]>> {
  const begin = '{"model":"auto","messages":[{"role":"user","content":"';
  return {
    'broken after a word': [400, `${begin}${word('broken json')}" ${word('behind the break')}`],
    'no JSON at all': [400, word('no json')],
    'a deep body': [400, `${'['.repeat(300)}"${word('deep body')}"${']'.repeat(300)}`],
    'messages of another type': [400, { model: 'auto', messages: word('messages as text') }],
    'content of another type': [
      400,
      { model: 'auto', messages: [{ role: 'user', content: { a: word('content as object') } }] },
    ],
    'another role': [
      400,
      { model: 'auto', messages: [{ role: { r: word('role as object') }, content: 'hi' }] },
    ],
    'model of another type': [400, { model: [word('model as list')], messages: [] }],
    'too large': [413, chat(`${word('oversize body')} ${'x'.repeat(MOST_BODY_BYTES)}`)],
    'unknown model': [404, chat(word('prompt to an unknown model'), { model: word('unknown model') })],
  };
}
