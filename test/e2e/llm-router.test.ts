import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { startStandInModel, type StandInModel } from '../../demo/stand-in-model.js';
import { parseObject } from '../../demo/stand-in/json.js';
import type { Registry, RegistryLlmRouter } from '../../src/config/registry.js';
import { LlmRouter, type LlmRouterOptions } from '../../src/router/llm/llm-router.js';
import { sampleModel, sampleRegistry } from '../envoy/sample-registry.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from '../envoy/temporary-envoy.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';

const POLICY: RegistryLlmRouter = {
  model: 'judge',
  deadlineMs: 2000,
  maxShare: 1,
  tokensPerMinute: 1_000_000,
  examples: 4,
};

const QUESTION = {
  text: 'The parcel never came.',
  candidates: [
    { route: 'smalltalk', description: 'greetings', examples: ['hello'] },
    { route: 'delivery', description: 'where an order is', examples: ['where is my parcel?'] },
  ],
  registryVersion: 'v1',
};

describe('the LLM router, through a real Envoy', () => {
  const cleanUp = createCleanUp();
  let judge: StandInModel;
  let envoy: TemporaryEnvoy;
  let internal: URL;
  let secondChoice: Registry;

  before(async () => {
    judge = await startStandInModel({ name: 'stand-in/judge', behaviour: { delay: 0, choice: 1 } });
    cleanUp.add(() => judge.close());
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanUp.add(() => {
      silent.close().closeAllConnections();
    });
    const at = (port: number): object => ({ backends: [{ host: '127.0.0.1', port, weight: 1 }] });
    const registry = sampleRegistry([
      sampleModel('main'),
      sampleModel('judge', {
        ...at(judge.port),
        upstreamModel: 'stand-in/judge',
        apiKey: { env: 'JUDGE_KEY', header: 'authorization', prefix: 'Bearer ' },
      }),
      sampleModel('silent', at((silent.address() as AddressInfo).port)),
      sampleModel('gone', at(9)),
    ]);
    secondChoice = { ...registry, policy: { ...registry.policy, llmRouter: POLICY } };
    envoy = await startTemporaryEnvoy(secondChoice, { JUDGE_KEY: 'secret' });
    cleanUp.add(() => envoy.stop());
    const url = await eventually('the internal listener', () => envoy.listener('internal'));
    internal = new URL(url);
  });
  after(() => cleanUp.run());

  function createRouter(changes: Partial<LlmRouterOptions> = {}): LlmRouter {
    const address = { host: internal.hostname, port: Number(internal.port) };
    const router = new LlmRouter({ ...POLICY, address, ...changes });
    cleanUp.add(() => {
      router.close();
    });
    return router;
  }

  it('asks for one letter and reads the probabilities of all', async () => {
    const router = createRouter();
    const result = await router.askRouter(QUESTION);
    assert.ok(result.ok, JSON.stringify(result));
    assert.equal(result.scores.routes[0]?.route, 'delivery');
    const [first, second] = result.scores.routes.map(({ probability }) => probability);
    assert.ok(first !== undefined && second !== undefined && first > second && second > 0);
    assert.ok(Math.abs(first + second - 1) < 1e-9);
    assert.ok(result.scores.outOfScope > 0 && result.scores.outOfScope < 0.5);
    assert.equal(result.cached, false);

    const seen = judge.received().at(-1);
    const body = parseObject(seen?.body ?? '');
    assert.equal(seen?.path, '/v1/chat/completions');
    assert.equal(body?.['model'], 'stand-in/judge', "Envoy writes the upstream's own name");
    assert.equal(body['max_tokens'], 1);
    assert.equal(body['logprobs'], true);
    assert.deepEqual(body['structured_outputs'], { choice: ['A', 'B', 'C'] });
    assert.equal(seen.headers.authorization, 'Bearer secret', 'Envoy adds the key of the pool');
    assert.equal(seen.headers['x-dragoman-cluster'], undefined);
    assert.deepEqual(router.counts.failures, {
      ...{ late: 0, down: 0, budget: 0, breaker: 0, unclear: 0, absent: 0 },
    });
    assert.ok(router.counts.tokens > 0);
  });

  it('remembers the answer', async () => {
    const router = createRouter();
    await router.askRouter(QUESTION);
    const asked = judge.received().length;
    const again = await router.askRouter({ ...QUESTION, text: '  the PARCEL never came. ' });
    assert.ok(again.ok && again.cached);
    assert.equal(judge.received().length, asked);
    await router.askRouter({ ...QUESTION, registryVersion: 'v2' });
    assert.equal(judge.received().length, asked + 1);
  });

  it('does not ask anybody for a decision, and leaves no text in a log', async () => {
    const before = await envoy.stat('http.internal.downstream_rq_total');
    await createRouter().askRouter(QUESTION);
    assert.equal(await envoy.stat('http.internal.downstream_rq_total'), (before ?? 0) + 1);
    assert.ok(((await envoy.stat('cluster.model/judge.upstream_rq_total')) ?? 0) > 0);
    assert.equal((await envoy.stat('cluster.dragoman.upstream_rq_total')) ?? 0, 0);
    await eventually('the access log', () => envoy.output().includes('"route":"internal"'));
    assert.doesNotMatch(envoy.output(), /parcel|secret/i);
  });

  it('says late for a model over the deadline: ours, and Envoy’s', async () => {
    assert.deepEqual(await createRouter({ model: 'silent', deadlineMs: 100 }).askRouter(QUESTION), {
      ...{ ok: false, failure: 'late' },
    });
    assert.deepEqual(await createRouter({ model: 'silent', deadlineMs: 60_000 }).askRouter(QUESTION), {
      ...{ ok: false, failure: 'late' },
    });
  });

  it('says down for a model that is not there or not in the pool, and for an Envoy that is not', async () => {
    for (const model of ['gone', 'unknown']) {
      const result = await createRouter({ model }).askRouter(QUESTION);
      assert.deepEqual(result, { ok: false, failure: 'down' }, model);
    }
    const nobody = createRouter({ address: { host: '127.0.0.1', port: 9 } });
    assert.deepEqual(await nobody.askRouter(QUESTION), { ok: false, failure: 'down' });
  });

  it('takes nothing but questions at the internal listener, and the header nowhere else', async () => {
    const ask = (base: string, path: string, headers: Record<string, string>): Promise<Response> =>
      fetch(base + path, { method: 'POST', headers, body: '{"model":"x"}' });
    const header = { 'x-dragoman-cluster': 'model/judge' };
    assert.equal((await ask(internal.origin, '/v1/chat/completions', {})).status, 404);
    assert.equal((await ask(internal.origin, '/v1/embeddings', header)).status, 404);
    const asked = judge.received().length;
    await ask(envoy.url, '/v1/chat/completions', header);
    assert.equal(judge.received().length, asked, 'the clients’ listener drops the header');
  });

  it('is gone with the policy', async () => {
    envoy.update({ ...secondChoice, policy: { ...secondChoice.policy, llmRouter: undefined } });
    await eventually('the internal listener to go', async () => {
      return (await envoy.listener('internal')) === undefined;
    });
    assert.equal((await fetch(`${envoy.url}/v1/models`)).status, 503);
  });
});
