import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { ask, chat, type Answer } from '../support/ask.js';
import { askAdmin } from '../support/ask-admin.js';
import { createCleanUp } from '../support/clean-up.js';
import { startNode, type Cluster } from '../support/cluster.js';
import { crdRegistry, greetings, modelPool } from '../support/crd-registry.js';
import { openNamespace, releasePods, serviceAnswers } from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'api-away-test';
const DEPLOYED = 'app.kubernetes.io/name=dragoman';
const CONTAINERD = '/run/containerd/containerd.sock';
const AWAY_MS = 60_000;
const PAUSE_MS = 500;

/** It stops the API server, so it has a cluster to itself. */
describe('a gateway of custom resources, while the API server is away', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let url = '';
  let metrics = '';

  before(async () => {
    cluster = await startNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    url = await crdRegistry(cluster, cleanUp, NAMESPACE, 1);
    await cluster.apply([modelPool('large'), greetings('small')], '-n', NAMESPACE);
    const address = await until('a ready pod', async () => {
      const [pod] = await releasePods(cluster, NAMESPACE);
      return pod?.isReady === true ? pod.address : '';
    });
    // Nobody tells the node where the Service leads once the API server is away.
    await serviceAnswers(url);
    const { port, close } = await cluster.forward(address, 9902);
    cleanUp.add(close);
    metrics = `http://127.0.0.1:${port}/metrics`;
  });
  after(() => cleanUp.run());

  const hello = (): Promise<Answer> => ask(url, chat('hello'));
  const started = async (): Promise<string> => {
    const text = await fetch(metrics).then(
      (answer) => answer.text(),
      () => '',
    );
    return /^process_start_time_seconds (\S+)$/m.exec(text)?.[1] ?? '';
  };
  const followed = async (): Promise<string> => {
    const { text } = await askAdmin(Number(new URL(metrics).port), '/metrics');
    return /^dragoman_custom_resources_followed (\d)$/m.exec(text)?.[1] ?? '';
  };
  const assertRouted = ({ status, model }: Answer): void => {
    assert.deepEqual([status, model], [200, 'small']);
  };

  it('serves for a minute, and on from a container that was killed meanwhile; then it follows again', async (t) => {
    const id = 'jsonpath={.items[0].status.initContainerStatuses[?(@.name=="dragoman")].containerID}';
    const container = (
      await cluster.kubectl('get', 'pods', '-n', NAMESPACE, '-l', DEPLOYED, '-o', id)
    ).replace('containerd://', '');
    const first = await started();
    assert.notEqual(first, '');
    await cluster.stopPart('kube-apiserver');
    let count = 0;
    for (const end = Date.now() + AWAY_MS; Date.now() < end; count++) {
      assertRouted(await hello());
      await sleep(PAUSE_MS);
    }
    t.diagnostic(`${count} requests in ${AWAY_MS / 1000} s, all routed`);
    assert.equal(await followed(), '0');

    const killed = await cluster.run('ctr', [
      ...['--address', CONTAINERD, '--namespace', 'k8s.io', 'tasks', 'kill', '--signal', 'SIGKILL'],
      container,
    ]);
    assert.equal(killed.status, 0, killed.stderr);
    await until('another process serves', async () => {
      const now = await started();
      return now === '' || now === first ? '' : now;
    });
    await until('it decides', async () => ((await hello()).model === 'small' ? 'decided' : ''));

    await cluster.startPart('kube-apiserver');
    await until('it follows again', async () => ((await followed()) === '1' ? 'followed' : ''));
    await cluster.apply([greetings('large')], '-n', NAMESPACE);
    await until('the change is live', async () => ((await hello()).model === 'large' ? 'live' : ''));
  });
});
