import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerModel } from './answer-model.js';
import type { Exchange } from './exchange.js';

const whole = (body: unknown): Exchange => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

const stream = (...events: readonly unknown[]): Exchange => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  text: events
    .map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`)
    .join(''),
});

describe('the model of an answer', () => {
  const wholes = [
    ['chat completions', { model: 'm', choices: [{}] }],
    ['messages', { model: 'm', content: [{}] }],
    ['responses', { model: 'm', output: [{}] }],
  ] as const;
  for (const [what, body] of wholes) {
    it(`is read of ${what}`, () => {
      assert.deepEqual(answerModel(whole(body), false), { model: 'm' });
    });
  }

  const streams = [
    ['chat completions', [{ model: 'm' }, { model: 'm' }, '[DONE]']],
    ['messages', [{ type: 'message_start', message: { model: 'm' } }, { type: 'message_stop' }]],
    ['responses', [{ type: 'response.created', response: { model: 'm' } }, { type: 'response.completed' }]],
  ] as const;
  for (const [what, events] of streams) {
    it(`is read of a stream of ${what}`, () => {
      assert.deepEqual(answerModel(stream(...events), true), { model: 'm' });
    });
  }

  const faults: readonly (readonly [fault: string, answer: Exchange, streamed: boolean])[] = [
    ['no JSON object', whole('{"model":"m"'), false],
    ['an answer without content', whole({ model: 'm', choices: [] }), false],
    ['no model in the answer', whole({ choices: [{}] }), false],
    ['no stream', whole({ model: 'm', choices: [{}] }), true],
    ['an unasked stream', stream({ model: 'm' }, '[DONE]'), false],
    ['a stream without its end', stream({ model: 'm' }), true],
    ['a stream without its end', stream(), true],
    ['events after the end of the stream', stream({ model: 'm' }, '[DONE]', { model: 'm' }), true],
    ['an event that is no JSON object', stream({ model: 'm' }, '{"mod', '[DONE]'), true],
    ['an error in the stream', stream({ model: 'm' }, { error: { message: 'x' } }, '[DONE]'), true],
    ['no model in the stream', stream({}, '[DONE]'), true],
    ['a stream of a and b', stream({ model: 'a' }, { model: 'b' }, '[DONE]'), true],
  ];
  for (const [fault, answer, streamed] of faults) {
    it(`is not taken of ${fault}: ${answer.text.slice(0, 40)}`, () => {
      assert.deepEqual(answerModel(answer, streamed), { fault });
    });
  }
});
