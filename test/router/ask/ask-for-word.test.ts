import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askForWord } from '../../../src/router/ask/ask-for-word.js';
import type { ModelCall, ModelResponse } from '../../../src/router/ask/model-connections.js';

const QUESTION = {
  model: 'judge',
  messages: [{ role: 'user', content: 'Which letter?' }],
  words: ['A', 'B', 'C'],
  signal: new AbortController().signal,
};

/** Asks a server that answers with these statuses in turn; the last one is given for all that follow. */
async function ask(
  statuses: readonly number[],
  from?: number,
): Promise<{
  calls: ModelCall[];
  bodies: Record<string, unknown>[];
  dialect: number;
  response: ModelResponse;
}> {
  const calls: ModelCall[] = [];
  const post = (call: ModelCall): Promise<ModelResponse> => {
    calls.push(call);
    const status = statuses[calls.length - 1] ?? statuses.at(-1) ?? 0;
    return Promise.resolve({ ok: true, status, body: Buffer.from('{}') });
  };
  const answer = await askForWord({ post }, QUESTION, from);
  const bodies = calls.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  return { calls, bodies, ...answer };
}

describe('askForWord', () => {
  it('names the model first, which is where Envoy looks, and asks for one token', async () => {
    const { calls, bodies } = await ask([200]);
    assert.match(calls[0]?.body ?? '', /^\{"model":"judge",/);
    assert.deepEqual([bodies[0]?.['max_tokens'], bodies[0]?.['temperature']], [1, 0]);
  });

  it('asks for less where a server does not know the fields, down to the plainest', async () => {
    const { bodies, dialect, response } = await ask([400, 422, 400]);
    const [vllm = {}, openai = {}, plain = {}] = bodies;
    assert.equal(bodies.length, 3);
    assert.deepEqual(
      [vllm['structured_outputs'], vllm['guided_choice']],
      [{ choice: ['A', 'B', 'C'] }, ['A', 'B', 'C']],
    );
    assert.equal('structured_outputs' in openai, false);
    assert.deepEqual([vllm['top_logprobs'], openai['top_logprobs']], [20, 20]);
    assert.deepEqual(Object.keys(plain), ['model', 'messages', 'max_tokens', 'temperature']);
    assert.deepEqual([dialect, response.ok && response.status], [2, 400]);
  });

  it('begins with the dialect that the server took before, and takes any other answer', async () => {
    const known = await ask([200], 1);
    assert.deepEqual(
      [known.calls.length, known.dialect, 'guided_choice' in (known.bodies[0] ?? {})],
      [1, 1, false],
    );
    const failed = await ask([503]);
    assert.deepEqual([failed.calls.length, failed.dialect], [1, 0]);
  });
});
