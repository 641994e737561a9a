import assert from 'node:assert/strict';
import type { RegistryModel } from '../../src/config/registry.js';
import { clusterOf, tierOf } from '../../src/mutation/wire-names.js';
import { buildCascade, buildRoute } from '../support/build-registry.js';
import { eventually } from '../support/eventually.js';
import { sampleModel, sampleRegistry } from './sample-registry.js';
import { GOOD, says, startScriptedModel, type ScriptedModel } from './scripted-model.js';
import { type Orders, type ScriptedDragoman, startScriptedDragoman } from './scripted-dragoman.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

/** An Envoy with the cascade small, medium, large; `lonely` is a first tier that takes one request at a time. */
export interface CascadeFixture {
  readonly envoy: TemporaryEnvoy;
  readonly small: ScriptedModel;
  readonly medium: ScriptedModel;
  readonly large: ScriptedModel;
  dragoman: ScriptedDragoman;
  /** Sends a request with these orders for the scripted Dragoman; by default a cascade of small and large. */
  ask(orders?: Partial<Orders>): Promise<Response>;
  /** All models answer well again, and a killed Dragoman comes back. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

export const BODY = '{"model":"org/small","n":1}';

export async function startCascadeFixture(): Promise<CascadeFixture> {
  const [small, medium, large] = await Promise.all([
    startScriptedModel(),
    startScriptedModel(),
    startScriptedModel(),
  ]);
  const gone = await startScriptedModel();
  gone.close();
  const model = (
    name: string,
    { backend }: ScriptedModel,
    changes: Partial<RegistryModel> = {},
  ): RegistryModel => sampleModel(name, { backends: [backend], ...changes });
  const apiKey = { env: 'TEST_KEY', header: 'authorization', prefix: 'Bearer ' };
  const registry = sampleRegistry([
    model('large', large),
    model('medium', medium, { pathPrefix: '/openai/v1', apiKey }),
    model('small', small),
    model('lonely', small, { maxRequests: 1 }),
    model('dead', gone),
    sampleModel('empty', { backends: [{ host: 'no-such-host.invalid', port: 8000, weight: 1 }] }),
  ]);
  const cascades = [
    ['small', 'medium', 'large'],
    ['lonely', 'large'],
    ['dead', 'large'],
    ['empty', 'large'],
  ];
  const routes = cascades.map((tiers, index) =>
    buildRoute(`r${index}`, '', { target: undefined, cascade: buildCascade(tiers) }),
  );
  const policy = { ...registry.policy, shadow: { share: 1, model: 'large' } };
  const envoy = await startTemporaryEnvoy({ ...registry, routes, policy }, { TEST_KEY: 'secret' });
  const ready = async (): Promise<ScriptedDragoman> => {
    const started = await startScriptedDragoman(envoy.socket);
    await eventually('Envoy to find Dragoman healthy', async () => {
      return (await envoy.stat('cluster.dragoman.membership_healthy')) === 1;
    });
    return started;
  };
  const fixture: CascadeFixture = {
    ...{ envoy, small, medium, large },
    dragoman: await ready(),
    ask: (orders = {}) => {
      const clusters = [tierOf('small'), clusterOf('large')];
      return fetch(`${envoy.url}/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ mode: 'cascade', clusters, body: BODY, ...orders }),
        headers: { 'content-type': 'application/json', authorization: 'Bearer mine' },
      });
    },
    reset: async () => {
      for (const each of [small, medium, large]) {
        each.answer = says(GOOD);
        each.questions.length = 0;
      }
      fixture.dragoman.attempts.length = 0;
      fixture.dragoman.observed.length = 0;
      if (fixture.dragoman.isDead()) fixture.dragoman = await ready();
    },
    stop: async () => {
      assert.doesNotMatch(envoy.output(), /\[error\]|\[critical\]/);
      await envoy.stop();
      fixture.dragoman.kill();
      for (const each of [small, medium, large]) each.close();
    },
  };
  return fixture;
}
