/** Run by `npm run test:litellm`; `DRAGOMAN_LITELLM` is the path of LiteLLM's proxy. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { JsonObject } from '../../demo/stand-in/json.js';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import { packageRoot } from '../../src/package-root.js';
import { type Answer, ask, chat, jsonOf } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { decisionLine, outcomeOf } from '../support/decision-line.js';
import { startLitellm, type Litellm } from '../support/litellm-process.js';
import { startProvider, type Provider } from '../support/provider.js';
import { startStack, type Stack } from '../support/stack.js';

const EXAMPLE = join(packageRoot, 'examples', 'litellm');
const KEY = 'sk-between-envoy-and-litellm';
const LETTER = 'write a letter of complaint to my landlord about the heating';
const DATES = 'list all dates that this contract names';
const STREAM = { stream: true };

describe('the example with LiteLLM', () => {
  const cleanUp = createCleanUp();
  let anthropic: Provider;
  let openai: Provider;
  let local: StandInModel;
  let litellm: Litellm;
  let stack: Stack;

  before(async () => {
    const program = process.env['DRAGOMAN_LITELLM'];
    assert.ok(program, 'run it with: npm run test:litellm');
    anthropic = await startProvider('claude-sonnet-4-5');
    cleanUp.add(() => anthropic.close());
    openai = await startProvider('gpt-5-mini');
    cleanUp.add(() => openai.close());
    local = await startStandInModel({ name: 'Qwen/Qwen3-235B-A22B-Instruct-2507' });
    cleanUp.add(() => local.close());
    litellm = await startLitellm(program, join(EXAMPLE, 'proxy', 'config.yaml'), {
      ...{ LITELLM_MASTER_KEY: KEY, ANTHROPIC_API_KEY: 'key-anthropic', OPENAI_API_KEY: 'key-openai' },
      ...{ ANTHROPIC_API_BASE: anthropic.origin, OPENAI_BASE_URL: `${openai.origin}/v1` },
    });
    cleanUp.add(() => litellm.stop());
    // Envoy, which inherits it, is the one that reads it.
    process.env['LITELLM_MASTER_KEY'] = KEY;
    const registry = readFileSync(join(EXAMPLE, 'registry.yaml'), 'utf8')
      .replaceAll('http://litellm:4000/v1', litellm.url)
      .replaceAll('http://vllm:8000/v1', local.url);
    stack = await startStack({ registry: { 'registry.yaml': registry }, models: {} });
    cleanUp.add(() => stack.stop());
  });
  after(() => cleanUp.run());
  afterEach(() => {
    anthropic.refuse(undefined);
    openai.refuse(undefined);
  });

  function asked(prompt: string, more: JsonObject = {}): Promise<Answer> {
    return ask(stack.url, chat(prompt, more), { headers: { authorization: "Bearer the-client's-own" } });
  }

  it('routes to a model behind LiteLLM, whose name has a slash', async () => {
    const answer = await asked(LETTER);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.route, answer.model], ['letters', 'claude']);
    assert.equal(anthropic.model.received().at(-1)?.path, '/v1/messages');
    const mini = await asked(DATES);
    assert.deepEqual([mini.status, mini.route, mini.model], [200, 'extraction', 'mini'], mini.text);
    assert.equal(openai.model.received().at(-1)?.model, 'gpt-5-mini');
  });

  it("adds LiteLLM's key in Envoy, and no key of ours or the client's reaches a provider", async () => {
    const denied = await ask(litellm.url.replace(/\/v1$/, ''), chat(LETTER, { model: 'openai/gpt-mini' }));
    assert.notEqual(denied.status, 200, denied.text);
    assert.equal((await asked(DATES)).status, 200);
    assert.equal((await asked(LETTER)).status, 200);
    assert.equal(openai.model.received().at(-1)?.headers.authorization, 'Bearer key-openai');
    assert.equal(anthropic.model.received().at(-1)?.headers['x-api-key'], 'key-anthropic');
  });

  it('counts tokens and cost of whole answers and of streams that nobody asked to count', async () => {
    for (const [prompt, price] of [
      [LETTER, { input: 3, output: 15 }],
      [DATES, { input: 0.25, output: 2 }],
    ] as const) {
      for (const more of [{}, STREAM]) {
        const answer = await asked(prompt, more);
        assert.equal(answer.status, 200, answer.text);
        const outcome = outcomeOf(await decisionLine(stack, answer));
        const { inputTokens, outputTokens, costUsd } = outcome;
        assert.ok(Number(inputTokens) > 0 && Number(outputTokens) > 0, JSON.stringify(outcome));
        const expected = (Number(inputTokens) * price.input + Number(outputTokens) * price.output) / 1e6;
        assert.ok(Math.abs(Number(costUsd) - expected) < 1e-9, JSON.stringify(outcome));
      }
    }
  });

  it('streams', async () => {
    const answer = await asked(LETTER, STREAM);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.ok(answer.text.split('\n').filter((text) => text.startsWith('data: {')).length > 3, answer.text);
    assert.match(answer.text, /data: \[DONE\]\s*$/);
  });

  it("takes Anthropic's messages as well", async () => {
    const body = chat(LETTER, { max_tokens: 50 });
    const answer = await ask(stack.url, body, { path: '/v1/messages' });
    assert.deepEqual([answer.status, answer.model], [200, 'claude'], answer.text);
    assert.equal(jsonOf(answer)['type'], 'message');
  });

  for (const status of [429, 500, 503]) {
    for (const more of [{}, STREAM]) {
      const how = more === STREAM ? ' of a stream' : '';
      it(`goes on to the server of one's own after a ${status}${how}`, async () => {
        openai.refuse(status);
        const before = openai.model.received().length;
        const answer = await asked(DATES, more);
        assert.deepEqual([answer.status, answer.model], [200, 'local'], answer.text);
        assert.equal(answer.headers.get('x-envoy-attempt-count'), '2');
        assert.equal(openai.model.received().length, before);
        openai.refuse(undefined);
        const next = await asked(DATES, more);
        assert.deepEqual([next.status, next.model], [200, 'mini'], 'LiteLLM shuts nothing off');
      });
    }
  }

  it('gives an error of the request back, with no second try', async () => {
    openai.refuse(400);
    const answer = await asked(DATES);
    assert.deepEqual([answer.status, answer.model], [400, 'mini'], answer.text);
  });

  it('loses no request when LiteLLM is gone', async () => {
    await litellm.stop();
    for (const prompt of [LETTER, DATES]) {
      const answer = await asked(prompt);
      assert.deepEqual([answer.status, answer.model], [200, 'local'], answer.text);
    }
  });
});
