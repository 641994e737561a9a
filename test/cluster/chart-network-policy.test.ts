import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import {
  SERVICE,
  installGateway,
  openNamespace,
  RELEASE,
  type GatewayRelease,
} from '../support/gateway-release.js';
import { nodePod } from '../support/node-pod.js';
import { until } from '../support/until.js';

const NAMESPACE = 'chart-policy-test';
const ENVOY = 10000;
const ADMIN = 9902;
const ENVOY_ADMIN = 9901;
/** Answers with the status that the URL in its query has for it, over a new connection. */
const ASKING = `import { createServer, get } from 'node:http';
createServer((request, response) => {
  const url = new URL(request.url, 'http://here').searchParams.get('url');
  if (url === null) return response.end('here');
  const asked = get(url, { agent: false, timeout: 2000 }, (answer) => answer.resume().once('end', () => response.end(String(answer.statusCode))));
  asked.once('timeout', () => asked.destroy(new Error('timeout')));
  asked.once('error', ({ message }) => response.end(message));
}).listen(8080);`;

const labelled = (app: string): object => ({ podSelector: { matchLabels: { app } } });
const VALUES = {
  networkPolicy: {
    enabled: true,
    ingressFrom: [labelled('friend')],
    adminFrom: [labelled('watcher')],
    egress: {
      enabled: true,
      rules: [{ to: ['vllm-small', 'vllm-large'].map(labelled), ports: [{ port: 8000 }] }],
    },
  },
  registry: { events: false },
};

describe("the chart's network policy", () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;
  let pod = '';

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values: VALUES });
    await cluster.apply(
      ['friend', 'watcher', 'stranger'].map((name) =>
        nodePod({ name, namespace: NAMESPACE, script: ASKING, port: 8080 }),
      ),
    );
    const all = ['friend', 'watcher', 'stranger'].map((name) => `pod/${name}`);
    await release.kubectl('wait', '--for=condition=Ready', ...all, '--timeout=120s');
    pod = (await release.pods())[0]?.address ?? '';
  });
  after(() => cleanUp.run());

  const addressOf = (name: string): Promise<string> =>
    release.kubectl('get', 'pod', name, '-o', 'jsonpath={.status.podIP}');
  const asks = async (name: string, url: string): Promise<string> => {
    const { port, close } = await cluster.forward(await addressOf(name), 8080);
    const asked = `http://127.0.0.1:${port}/?url=${encodeURIComponent(url)}`;
    try {
      return await (await fetch(asked, { headers: { connection: 'close' } })).text();
    } finally {
      await close();
    }
  };

  it('lets in whom ingressFrom names on the port of Envoy, and nobody else', async () => {
    const models = `http://${SERVICE}/v1/models`;
    await until('the stranger is kept out', async () =>
      (await asks('stranger', models)) === 'timeout' ? 'kept out' : '',
    );
    assert.equal(await asks('friend', models), '200');
    assert.equal(await asks('friend', `http://${pod}:${ENVOY}/v1/models`), '200');
    for (const name of ['watcher', 'stranger'])
      assert.equal(await asks(name, `http://${pod}:${ENVOY}/v1/models`), 'timeout');
  });

  it('lets in whom adminFrom names on the admin port, and nobody else', async () => {
    const metrics = `http://${pod}:${ADMIN}/metrics`;
    assert.equal(await asks('watcher', metrics), '200');
    for (const name of ['friend', 'stranger']) assert.equal(await asks(name, metrics), 'timeout');
  });

  it("opens Envoy's admin port to nobody", async () => {
    for (const name of ['friend', 'watcher', 'stranger'])
      assert.equal(await asks(name, `http://${pod}:${ENVOY_ADMIN}/stats`), 'timeout');
  });

  it('closes the way out but to names and models, to which requests still go', async () => {
    const stranger = `http://${await addressOf('stranger')}:8080`;
    const fromDragoman = async (url: string): Promise<string> => {
      const script = `fetch('${url}', { signal: AbortSignal.timeout(3000) }).then((r) => r.status, (e) => e.name).then(console.log)`;
      const node = ['/usr/local/bin/node', '-e', script];
      return (await release.kubectl('exec', `deployment/${SERVICE}`, '-c', 'dragoman', '--', ...node)).trim();
    };
    assert.equal(await asks('friend', stranger), '200');
    assert.equal(await fromDragoman(stranger), 'TimeoutError');
    assert.equal(await fromDragoman('http://vllm-small:8000/v1/models'), '200');
    const { status, model } = await ask(release.url, chat('tell me a joke about penguins'));
    assert.deepEqual([status, model], [200, 'small']);
  });

  it('keeps no probe and no helm test out', async () => {
    const [before] = await release.pods();
    const said = await cluster.helm('test', RELEASE, '-n', NAMESPACE, '--timeout=90s');
    assert.match(said, /Phase:\s+Succeeded/);
    assert.deepEqual(await release.pods(), [before]);
  });
});
