import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import OpenAI from 'openai';
import { HEADERS } from '../../src/mutation/wire-names.js';
import { startStack, type Stack } from '../support/stack.js';

const REGISTRY = {
  'pool.yaml': `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: test }
spec:
  default: medium
  models:
    - { name: small, url: '{{small}}', model: stand-in/small, price: { input: 0.1, output: 0.4 } }
    - { name: medium, url: '{{medium}}', model: stand-in/medium, price: { input: 0.3, output: 1.2 } }
    - { name: large, url: '{{large}}', model: stand-in/large, price: { input: 1, output: 4 } }
`,
  'routes.yaml': `
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: greeting }
spec:
  match: [{ keywords: [good morning] }]
  target: small
---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: tools }
spec:
  match: [{ tools: ['*'] }]
  target: large
  priority: 1
`,
};

const MESSAGES = [{ role: 'user' as const, content: 'Good morning to you' }];

describe('the official openai client, through Envoy', () => {
  let stack: Stack;
  let client: OpenAI;
  before(async () => {
    stack = await startStack({ registry: REGISTRY, flags: ['--encoder', 'none'] });
    client = new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: 'none', maxRetries: 0 });
  });
  after(() => stack.stop());

  const lastBody = (model: string): string => stack.models.get(model)?.received().at(-1)?.body ?? '';

  it('gets a chat completion of the chosen model, with the decision in the headers', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: 'auto', messages: MESSAGES })
      .withResponse();
    assert.equal(data.model, 'stand-in/small');
    assert.equal(response.headers.get(HEADERS.model), 'small');
    assert.equal(response.headers.get(HEADERS.route), 'greeting');
    assert.equal(response.headers.get(HEADERS.reason), 'rule');
    assert.ok(response.headers.get(HEADERS.decision));
    assert.ok(lastBody('small').startsWith('{"model":"stand-in/small"'));
  });

  it('streams to the last chunk', async () => {
    const stream = await client.chat.completions.create({
      model: 'auto',
      messages: MESSAGES,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    assert.match(text, /^This is stand-in\/small\./);
    assert.equal(chunks.at(-1)?.usage?.completion_tokens, 16);
  });

  it('calls tools', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const { data } = await client.chat.completions
      .create({
        model: 'auto',
        messages: MESSAGES,
        tools: [{ type: 'function', function: { name: 'weather', parameters } }],
      })
      .withResponse();
    assert.equal(data.model, 'stand-in/large');
    const call = data.choices[0]?.message.tool_calls?.[0];
    assert.ok(call?.type === 'function');
    assert.deepEqual(JSON.parse(call.function.arguments), { city: 'sample' });
  });

  it('speaks the Responses API, whole and streamed', async () => {
    const whole = await client.responses.create({ model: 'auto', input: 'good morning' });
    assert.match(whole.output_text, /^This is stand-in\/small\./);
    const types = [];
    for await (const event of await client.responses.create({ model: 'auto', input: 'hm', stream: true })) {
      types.push(event.type);
    }
    assert.equal(types.at(-1), 'response.completed');
  });

  it('sends a request without a clear route to the default model, and a pinned one to its model', async () => {
    const messages = [{ role: 'user' as const, content: 'Which moon is the largest?' }];
    const auto = await client.chat.completions.create({ model: 'auto', messages });
    assert.equal(auto.model, 'stand-in/medium');
    const pinned = await client.chat.completions.create({ model: 'large', messages: MESSAGES });
    assert.equal(pinned.model, 'stand-in/large');
  });

  it('gets the errors of an OpenAI server', async () => {
    await assert.rejects(
      client.chat.completions.create({ model: 'nobody', messages: MESSAGES }),
      (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found',
    );
  });

  it('lists the pool and auto', async () => {
    const { data } = await client.models.list();
    assert.deepEqual(data.map(({ id }) => id).sort(), ['auto', 'large', 'medium', 'small']);
  });
});
