import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RegistryModel } from '../../src/config/registry.js';
import type { Decider } from '../../src/extproc/decider.js';
import { type ExtProcServer, startExtProcServer } from '../../src/extproc/server.js';
import type { Forward } from '../../src/mutation/mutation.js';
import { clusterOf } from '../../src/mutation/wire-names.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import { eventually } from '../support/eventually.js';
import { startUpstream, type Upstream } from './recording-upstream.js';
import { sampleModel, sampleRegistry } from './sample-registry.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

/** What a test tells the stand-in for Dragoman to decide, in the request's own body. */
interface Orders {
  readonly models: readonly string[];
  readonly headers?: Forward['headers'];
}

let decisions = 0;

const obedient: Decider = {
  onHeaders: () => undefined,
  onBody: (_head, body) => {
    const { models, headers = [] } = JSON.parse(body.toString()) as Orders;
    if (models.length === 0) {
      const refusal = { kind: 'reply', status: 404, headers: [], body: '{"error":"ours"}' } as const;
      return Promise.resolve({ ...refusal, details: 'dragoman_model_not_found' });
    }
    decisions += 1;
    const metadata = { decision: `d${decisions}`, route: 'code', model: models[0] ?? '', reason: 'rule' };
    const text = `{"model":"org/${models[0] ?? ''}","n":1}`;
    return Promise.resolve({
      kind: 'forward',
      clusters: models.map(clusterOf),
      mode: models.length === 1 ? 'cluster' : 'chain',
      headers,
      body: Buffer.from(text),
      metadata,
    });
  },
};

describe('a real Envoy with decisions', () => {
  const outcomes: Outcome[] = [];
  let local: Upstream;
  let keyed: Upstream;
  let server: ExtProcServer;
  let envoy: TemporaryEnvoy;

  before(async () => {
    [local, keyed] = await Promise.all([startUpstream(), startUpstream()]);
    const at = (port: number): Partial<RegistryModel> => ({
      backends: [{ host: '127.0.0.1', port, weight: 1 }],
    });
    const apiKey = { env: 'TEST_KEY', header: 'authorization', prefix: 'Bearer ' };
    const dead = await startUpstream();
    await dead.stop();
    envoy = await startTemporaryEnvoy(
      sampleRegistry([
        sampleModel('local', at(local.port)),
        sampleModel('keyed', { ...at(keyed.port), pathPrefix: '/openai/v1', apiKey }),
        sampleModel('dead', at(dead.port)),
      ]),
      { TEST_KEY: 'secret' },
    );
    server = await startExtProcServer({
      bind: `unix:${envoy.socket}`,
      maxBodyBytes: 1_000_000,
      decider: obedient,
      onOutcomes: (batch) => outcomes.push(...batch),
      onReporting: () => undefined,
      onError: () => undefined,
    });
    server.setReady(true);
    await eventually('Envoy to find Dragoman healthy', async () => {
      return (await envoy.stat('cluster.dragoman.membership_healthy')) === 1;
    });
  });
  after(async () => {
    await envoy.stop();
    await server.drain(0);
    await Promise.all([local.stop(), keyed.stop()]);
  });

  function ask(orders: Orders, path = '/v1/chat/completions'): Promise<Response> {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer mine' };
    return fetch(envoy.url + path, { method: 'POST', body: JSON.stringify(orders), headers });
  }

  async function outcomeOf(response: Response): Promise<Outcome> {
    const id = response.headers.get('x-dragoman-decision');
    await response.text();
    return eventually(`the outcome of ${id ?? 'null'}`, () =>
      outcomes.find(({ decisionId }) => decisionId === id),
    );
  }

  it('follows the decision and shows it to the client', async () => {
    const response = await ask({ models: ['keyed'] });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('x-dragoman-decision') ?? '', /^d\d+$/);
    assert.equal(response.headers.get('x-dragoman-route'), 'code');
    assert.equal(response.headers.get('x-dragoman-model'), 'keyed');
    assert.equal(response.headers.get('x-dragoman-reason'), 'rule');
    assert.equal(response.headers.get('x-dragoman-fallback'), null);
    assert.equal(keyed.last().path, '/openai/v1/chat/completions');
    assert.equal(keyed.last().headers.authorization, 'Bearer secret');
    assert.equal(keyed.last().body, '{"model":"org/keyed","n":1}');
  });

  it('leaves a refusal of Dragoman as it is', async () => {
    const response = await ask({ models: [] });
    assert.equal(response.status, 404);
    assert.equal(await response.text(), '{"error":"ours"}');
    assert.equal(response.headers.get('x-dragoman-fallback'), null);
  });

  it('tries the next model of a chain with its own name, path and key', async () => {
    const usual = keyed.reply;
    for (const status of [500, 429, 503]) {
      keyed.reply = { ...usual, status };
      const response = await ask({ models: ['keyed', 'local'] });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('x-envoy-attempt-count'), '2');
      assert.equal(keyed.last().headers.authorization, 'Bearer secret');
      assert.equal(local.last().headers.authorization, 'Bearer mine');
      assert.equal(local.last().path, '/v1/chat/completions');
      assert.equal(local.last().headers.host, `127.0.0.1:${local.port}`);
      assert.equal(local.last().body, '{"model":"org/local","n":1}');
      assert.equal((await outcomeOf(response)).cluster, clusterOf('local'));
    }
    keyed.reply = usual;
  });

  it('tries the next model when the first is not there', async () => {
    const response = await ask({ models: ['dead', 'keyed'] });
    assert.equal(response.status, 200);
    assert.equal(keyed.last().body, '{"model":"org/keyed","n":1}');
  });

  it('tries the next model when the first is late', async () => {
    const usual = local.reply;
    local.reply = { ...usual, status: 0 };
    const perTry = [['x-envoy-upstream-rq-per-try-timeout-ms', '100']] as const;
    const response = await ask({ models: ['local', 'keyed'], headers: perTry });
    local.reply = usual;
    assert.equal(response.status, 200);
    assert.equal(keyed.last().body, '{"model":"org/keyed","n":1}');
  });

  it('never asks a model twice that has answered, without a chain', async () => {
    const usual = local.reply;
    local.reply = { ...usual, status: 503 };
    const asked = local.requests.length;
    assert.equal((await ask({ models: ['local'] })).status, 503);
    local.reply = usual;
    assert.equal(local.requests.length, asked + 1);
  });

  it("heeds the request's own time-out and says so in the OpenAI shape", async () => {
    const usual = local.reply;
    local.reply = { ...usual, status: 0 };
    const response = await ask({ models: ['local'], headers: [['x-envoy-upstream-rq-timeout-ms', '100']] });
    local.reply = usual;
    assert.equal(response.status, 504);
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    assert.equal(error['type'], 'server_error');
  });

  const sse = 'text/event-stream; charset=utf-8';
  const events = (...list: readonly object[]): string =>
    list.map((event) => `event: e\ndata: ${JSON.stringify(event)}\n\n`).join('');
  const usages: readonly (readonly [name: string, type: string, body: string])[] = [
    [
      'JSON of chat completions',
      'application/json; charset=utf-8',
      '{"model":"m","usage":{"prompt_tokens":7,"completion_tokens":5}}',
    ],
    [
      'JSON of responses and messages',
      'application/json',
      '{"model":"m","usage":{"input_tokens":7,"output_tokens":5}}',
    ],
    [
      'events of chat completions',
      sse,
      events(
        { model: 'm', usage: null },
        { model: 'm', choices: [], usage: { prompt_tokens: 7, completion_tokens: 5 } },
      ) + 'data: [DONE]\n\n',
    ],
    [
      'events of responses',
      sse,
      events(
        { type: 'response.created', response: { model: 'm', usage: null } },
        {
          type: 'response.completed',
          response: { model: 'm', output: 'x'.repeat(200_000), usage: { input_tokens: 7, output_tokens: 5 } },
        },
      ),
    ],
    [
      'events of messages',
      sse,
      events(
        { type: 'message_start', message: { model: 'm', usage: { input_tokens: 7, output_tokens: 1 } } },
        { type: 'message_delta', usage: { output_tokens: 5 } },
      ),
    ],
  ];
  for (const [name, type, body] of usages) {
    it(`reads the usage from ${name}`, async () => {
      const usual = local.reply;
      local.reply = { status: 200, type, body };
      const outcome = await outcomeOf(await ask({ models: ['local'] }));
      local.reply = usual;
      assert.equal(outcome.inputTokens, 7);
      assert.equal(outcome.outputTokens, 5);
      assert.equal(outcome.upstreamModel, 'm');
    });
  }

  it('delivers an answer that has no usage or is no JSON', async () => {
    const usual = local.reply;
    for (const body of ['{"usage":{"prompt_tokens":"many"}}', '{"model":7}', '[]', 'not JSON', '']) {
      local.reply = { status: 200, type: 'application/json', body };
      const response = await ask({ models: ['local'] });
      assert.equal(await response.clone().text(), body);
      assert.equal((await outcomeOf(response)).outputTokens, undefined);
    }
    local.reply = usual;
  });

  it('writes no prompt, answer or key into its own log', () => {
    assert.match(envoy.output(), /"decision":"d1"/);
    assert.doesNotMatch(envoy.output(), /mine|secret|"n":1|not JSON/);
  });
});
