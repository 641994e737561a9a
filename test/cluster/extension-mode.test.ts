import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, chat, jsonOf } from '../support/ask.js';
import { askingEnvoy } from '../support/asking-envoy.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { CHART, DOCUMENTS, RELEASE, SERVICE, openNamespace } from '../support/gateway-release.js';
import { LARGE, SMALL } from '../support/model-pods.js';

const NAMESPACE = 'extension-test';
const GRPC = 9000;
const MODEL_PORT = 8000;
const REQUESTS = 600;
const VALUES = {
  mode: 'extension',
  replicas: 2,
  registry: { documents: DOCUMENTS },
  dragoman: { resources: { requests: { cpu: '50m', memory: '256Mi' } } },
};

describe('Dragoman as a Service for Envoys of others', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let url = '';

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    const values = ['--set-json', JSON.stringify(VALUES)];
    await cluster.helm('install', RELEASE, CHART, '-n', NAMESPACE, ...values, '--wait', '--timeout=300s');
    await cluster.apply(
      askingEnvoy({
        ...{ name: 'envoy', namespace: NAMESPACE, byDefault: 'large' },
        dragoman: { host: SERVICE, port: GRPC },
        models: {
          small: { host: 'vllm-small', port: MODEL_PORT },
          large: { host: 'vllm-large', port: MODEL_PORT },
        },
      }),
    );
    await cluster.kubectl('wait', '-n', NAMESPACE, '--for=condition=Ready', 'pod/envoy', '--timeout=120s');
    const address = await cluster.kubectl(
      ...['get', '-n', NAMESPACE, 'pod/envoy', '-o', 'jsonpath={.status.podIP}'],
    );
    const { port, close } = await cluster.forward(address, 8080);
    cleanUp.add(close);
    url = `http://127.0.0.1:${port}`;
  });
  after(() => cleanUp.run());

  it('answers helm test', async () => {
    assert.match(await cluster.helm('test', RELEASE, '-n', NAMESPACE, '--timeout=90s'), /Phase:\s+Succeeded/);
  });

  it('routes by the header of the decision, and writes the model into the body', async () => {
    for (const [text, model] of [
      ['tell me a joke about penguins', SMALL],
      ['Write a compiler pass in Rust that removes dead stores.', LARGE],
    ] as const) {
      const answer = await ask(url, chat(text));
      assert.equal(answer.status, 200, answer.text);
      assert.equal(jsonOf(answer)['model'], model);
    }
  });

  it('decides every one of many requests, beyond the life of a connection', async () => {
    for (let count = 0; count < REQUESTS; count++) {
      const answer = await ask(url, chat('tell me a joke about penguins'));
      assert.deepEqual([answer.status, jsonOf(answer)['model']], [200, SMALL], `request ${count}`);
    }
  });
});
