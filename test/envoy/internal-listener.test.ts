import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { clusterOf } from '../../src/mutation/wire-names.js';
import { buildCascade, buildRoute } from '../support/build-registry.js';
import { sampleModel, sampleRegistry } from './sample-registry.js';
import { GOOD, type ScriptedModel, says, startScriptedModel } from './scripted-model.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

describe('a real Envoy that is asked by a verifier', () => {
  let model: ScriptedModel;
  let envoy: TemporaryEnvoy;

  before(async () => {
    model = await startScriptedModel();
    const verifier = { model: 'judge', deadlineMs: 60_000, width: 0.1 };
    const gate = { bar: 0.5, verifier, consistency: undefined };
    const cascade = buildCascade(['small', 'judge'], { gate });
    const models = ['judge', 'small'].map((name) => sampleModel(name, { backends: [model.backend] }));
    const route = buildRoute('r', '', { target: undefined, cascade });
    envoy = await startTemporaryEnvoy({ ...sampleRegistry(models), routes: [route] });
  });
  after(async () => {
    await envoy.stop();
    model.close();
  });

  async function ask(headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const url = await envoy.listener('internal');
    assert.ok(url !== undefined);
    return fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: '{"model":"org/judge"}',
      headers: { 'content-type': 'application/json', 'x-dragoman-cluster': clusterOf('judge'), ...headers },
      signal: AbortSignal.timeout(20_000),
    });
  }

  it('passes the question on', async () => {
    assert.equal(await (await ask()).text(), GOOD);
    assert.equal(model.last().body, '{"model":"org/judge"}');
  });

  it("heeds the question's own time-out", async () => {
    model.answer = () => undefined;
    assert.equal((await ask({ 'x-envoy-upstream-rq-timeout-ms': '100' })).status, 504);
    model.answer = says(GOOD);
  });
});
