import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { CHART, DOCUMENTS, openNamespace } from '../support/gateway-release.js';

const NAMESPACE = 'sidecar-test';
const RELEASE = 'edge';
const VALUES = {
  dragoman: {
    apiKeys: { env: [] },
    registry: { documents: DOCUMENTS },
    dragoman: { resources: { requests: { cpu: '50m', memory: '256Mi' } } },
  },
};

describe("another chart's Envoy with Dragoman as a sidecar", () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    const folder = mkdtempSync(join(tmpdir(), 'consumer-'));
    cleanUp.add(() => {
      rmSync(folder, { recursive: true });
    });
    cpSync(join(packageRoot, 'test/helm/consumer'), folder, { recursive: true });
    mkdirSync(join(folder, 'charts'));
    cpSync(CHART, join(folder, 'charts/dragoman'), { recursive: true });
    const values = ['--set-json', JSON.stringify(VALUES)];
    await cluster.helm('install', RELEASE, folder, '-n', NAMESPACE, ...values, '--wait', '--timeout=300s');
  });
  after(() => cleanUp.run());

  it('routes what its own listener sends to the models, in each of its pods, and keeps its own routes', async () => {
    const addresses = await cluster.kubectl(
      ...['get', 'pods', '-n', NAMESPACE, '-l', `app=${RELEASE}`, '-o', 'jsonpath={.items[*].status.podIP}'],
    );
    const pods = addresses.split(' ');
    assert.equal(pods.length, 2);
    for (const address of pods) {
      const { port, close } = await cluster.forward(address, 8080);
      cleanUp.add(close);
      const url = `http://127.0.0.1:${port}`;
      const joke = await ask(url, chat('tell me a joke about penguins'));
      assert.deepEqual([joke.status, joke.model, joke.route], [200, 'small', 'smalltalk']);
      const other = await ask(url, chat('Write a compiler pass in Rust that removes dead stores.'));
      assert.deepEqual([other.status, other.model, other.route], [200, 'large', 'none']);
      assert.equal(await (await fetch(url)).text(), 'edge');
    }
  });
});
