import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Registry, RegistryModel } from '../../src/config/registry.js';
import { clusterOf, tierOf } from '../../src/mutation/wire-names.js';
import { buildCascade, buildRoute } from '../support/build-registry.js';
import { eventually } from '../support/eventually.js';
import { sampleModel, sampleRegistry } from './sample-registry.js';
import { type ScriptedDragoman, startScriptedDragoman } from './scripted-dragoman.js';
import { BAD, GOOD, says, type ScriptedModel, startScriptedModel } from './scripted-model.js';
import { startTemporaryEnvoy, type TemporaryEnvoy } from './temporary-envoy.js';

describe('a real Envoy whose cascades change', () => {
  let small: ScriptedModel;
  let large: ScriptedModel;
  let envoy: TemporaryEnvoy;
  let dragoman: ScriptedDragoman;

  before(async () => {
    [small, large] = await Promise.all([startScriptedModel(), startScriptedModel()]);
    small.answer = says(BAD);
    envoy = await startTemporaryEnvoy(registryOf([]));
    dragoman = await startScriptedDragoman(envoy.socket);
    await eventually('Envoy to find Dragoman healthy', async () => {
      return (await envoy.stat('cluster.dragoman.membership_healthy')) === 1;
    });
  });
  after(async () => {
    await envoy.stop();
    dragoman.kill();
    for (const each of [small, large]) each.close();
  });

  function registryOf(tiers: readonly string[], changes: Partial<RegistryModel> = {}): Registry {
    const models = [
      sampleModel('large', { backends: [large.backend] }),
      sampleModel('small', { backends: [small.backend], ...changes }),
    ];
    const cascade = tiers.length === 0 ? undefined : buildCascade(tiers);
    const route = buildRoute('r', 'large', { target: cascade && undefined, cascade });
    return { ...sampleRegistry(models), routes: [route] };
  }

  async function escalate(): Promise<void> {
    const clusters = [tierOf('small'), clusterOf('large')];
    const response = await fetch(`${envoy.url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ mode: 'cascade', clusters, body: '{"model":"org/small"}' }),
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(response.status, 200);
    assert.equal(await response.text(), GOOD);
    assert.equal(response.headers.get('x-dragoman-model'), 'large');
    assert.equal(small.last().body, '{"model":"org/small"}');
  }

  it('carries out one that comes while it runs', async () => {
    envoy.update(registryOf(['small', 'large']));
    await eventually('the cluster of the tier', async () => {
      return (await envoy.stat(`cluster.${tierOf('small')}.membership_total`)) === 1;
    });
    await eventually('the listener behind it', async () => {
      return (await envoy.stat('listener_manager.total_listeners_active')) === 2;
    });
    await escalate();
    assert.equal(await envoy.stat('listener_manager.listener_modified'), 0);
  });

  it('fails none while the listener behind the tiers is replaced', async () => {
    const load = { over: false };
    const asked = (async () => {
      let count = 0;
      for (; !load.over; count += 1) await escalate();
      return count;
    })();
    for (const header of ['x-one', 'x-two', 'x-three']) {
      const known = (await envoy.stat('listener_manager.listener_modified')) ?? 0;
      const apiKey = { env: 'PATH', header, prefix: '' };
      envoy.update(registryOf(['small', 'large'], { apiKey }));
      await eventually('the other listener', async () => {
        return ((await envoy.stat('listener_manager.listener_modified')) ?? 0) > known;
      });
    }
    load.over = true;
    assert.ok((await asked) > 0);
    assert.equal(await envoy.stat('listener_manager.lds.update_rejected'), 0);
  });
});
