import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { ask, chat, jsonOf } from '../support/ask.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import { poolText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';

interface Shape {
  readonly path: string;
  readonly endpoint: string;
  readonly body: JsonObject;
  /** Added to a streaming request. */
  readonly stream: JsonObject;
}

const TEXT = 'how many words are these five';
const INCLUDE_USAGE = { stream: true, stream_options: { include_usage: true } };
const SHAPES: readonly Shape[] = [
  {
    path: '/v1/chat/completions',
    endpoint: 'chat-completions',
    body: chat(TEXT, { model: 'small' }),
    stream: INCLUDE_USAGE,
  },
  {
    path: '/v1/completions',
    endpoint: 'completions',
    body: { model: 'small', prompt: TEXT },
    stream: INCLUDE_USAGE,
  },
  {
    path: '/v1/responses',
    endpoint: 'responses',
    body: { model: 'small', input: TEXT },
    stream: { stream: true },
  },
  {
    path: '/v1/messages',
    endpoint: 'messages',
    body: chat(TEXT, { model: 'small', max_tokens: 100 }),
    stream: { stream: true },
  },
];

describe("the decision's log line", () => {
  let stack: Stack;
  before(async () => {
    stack = await startStack({ registry: { 'pool.yaml': poolText() }, flags: ['--encoder', 'none'] });
  });
  after(() => stack.stop());

  for (const { path, endpoint, body, stream } of SHAPES) {
    it(`tells tokens and cost of ${path}, whole and streamed`, async () => {
      const whole = await ask(stack.url, body, { path });
      const usage = objectOf(jsonOf(whole)['usage']);
      const inputTokens = Number(usage['prompt_tokens'] ?? usage['input_tokens']);
      const outputTokens = Number(usage['completion_tokens'] ?? usage['output_tokens']);
      assert.ok(inputTokens > 0 && outputTokens > 0, whole.text);
      const costUsd = (inputTokens * 0.1 + outputTokens * 0.4) / 1e6;

      const streamed = await ask(stack.url, { ...body, ...stream }, { path });
      assert.match(streamed.headers.get('content-type') ?? '', /^text\/event-stream/);
      for (const answer of [whole, streamed]) {
        const line = await decisionLine(stack, answer);
        const { ttfbMs, totalMs, ...outcome } = outcomeOf(line);
        const fixed = { status: 200, cluster: 'model/small', attempts: 1 };
        assert.deepEqual(outcome, { ...fixed, inputTokens, outputTokens, costUsd });
        assert.ok(Number(ttfbMs) > 0 && Number(totalMs) >= Number(ttfbMs));
        assert.equal(line['endpoint'], endpoint);
        assert.equal(line['model'], 'small');
        assert.equal(line['modelAsked'], 'small');
        assert.equal(line['reason'], 'pinned');
        assert.equal(line['stream'], answer === streamed);
      }
    });
  }

  it('has no tokens and no cost for a stream that reports none', async () => {
    const line = await decisionLine(stack, await ask(stack.url, chat(TEXT, { stream: true })));
    const outcome = outcomeOf(line);
    assert.equal(outcome['status'], 200);
    assert.equal('inputTokens' in outcome || 'costUsd' in outcome, false);
  });

  it("tells a failure of the model, in the model's own words to the client", async () => {
    const answer = await ask(stack.url, chat(TEXT), { headers: { 'x-stand-in': 'status=500' } });
    assert.equal(answer.status, 500);
    assert.match(answer.text, /The stand-in was told to fail/);
    assert.equal(outcomeOf(await decisionLine(stack, answer))['status'], 500);
  });

  it('never holds the prompt', async () => {
    const answer = await ask(stack.url, chat('a secret about xylophones', { model: 'large' }));
    await decisionLine(stack, answer);
    assert.doesNotMatch(JSON.stringify(stack.logs()), /xylophone/);
  });
});
