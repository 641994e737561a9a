import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { assertNoneFailed, assertNoneLost, startClusterLoad } from '../support/cluster-load.js';
import { killContainer } from '../support/container-processes.js';
import {
  installGateway,
  openNamespace,
  type GatewayRelease,
  type ReleasePod,
} from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'faults-test';
const CLIENTS = { keepAlive: 3, oneShot: 2, stream: 1 };
/** As OpenAI's own clients do by default. */
const RETRIES = [500, 1_000];
const MEMORY = '448Mi';
/** Several of these fill what is left below the container's limit, each smaller than Dragoman, which is thus the one to go. */
const FILL = `const kept = [];
setInterval(() => kept.length < 25 && kept.push(Buffer.alloc(4 << 20, 1)), 50);
setTimeout(() => process.exit(), 60_000);`;
const FILLERS = 4;

describe('a container of the release', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    const dragoman = { resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: MEMORY } } };
    release = await installGateway(cluster, cleanUp, {
      namespace: NAMESPACE,
      values: { replicas: 2, dragoman },
    });
  });
  after(() => cleanUp.run());

  const onePod = async (): Promise<ReleasePod> => {
    const [pod] = await bothReady(release);
    assert.ok(pod);
    return pod;
  };
  const restarted = (pod: ReleasePod, container: string): Promise<string> =>
    until(`${container} runs again`, async () => {
      const now = (await release.pods()).find(({ uid }) => uid === pod.uid);
      return (now?.restarts[container] ?? 0) > (pod.restarts[container] ?? 0) ? 'again' : '';
    });
  const ask = async (pod: ReleasePod): Promise<string> =>
    (await release.forward(pod.address, 10_000)).port.toString();

  it('Dragoman, killed under load: every request is answered, by the default model while it is dead', async (t) => {
    const pod = await onePod();
    // All of them at that pod, which the Service leaves out until Dragoman runs again.
    const load = startClusterLoad(`http://127.0.0.1:${await ask(pod)}`, CLIENTS);
    await killContainer(cluster, pod.uid, 'dragoman');
    await restarted(pod, 'dragoman');
    const counts = await load.stop();
    assertNoneFailed(t, counts);
    assert.ok(counts.undecided > 0);
  });

  it('Dragoman, out of memory under load: every request is answered', async (t) => {
    const pod = await onePod();
    const load = startClusterLoad(`http://127.0.0.1:${await ask(pod)}`, CLIENTS);
    const node = ['--', '/usr/local/bin/node', '-e', FILL];
    const fill = Promise.all(
      Array.from({ length: FILLERS }, () =>
        cluster.tryKubectl('exec', '-n', NAMESPACE, pod.name, '-c', 'dragoman', ...node),
      ),
    );
    await restarted(pod, 'dragoman');
    await fill;
    const reason = '{.status.initContainerStatuses[?(@.name=="dragoman")].lastState.terminated.reason}';
    assert.equal(await release.kubectl('get', `pod/${pod.name}`, '-o', `jsonpath=${reason}`), 'OOMKilled');
    const counts = await load.stop();
    assertNoneFailed(t, counts);
  });

  it('Envoy, killed under load: clients that try again lose nothing', async (t) => {
    const pod = await onePod();
    const load = startClusterLoad(release.url, { ...CLIENTS, retries: RETRIES });
    await killContainer(cluster, pod.uid, 'envoy');
    await restarted(pod, 'envoy');
    await bothReady(release);
    const counts = await load.stop();
    assertNoneLost(t, counts);
    // A connection that broke, or one that was not taken: no answer was half and looked whole.
    const known = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);
    assert.deepEqual(
      Object.keys(counts.seen).filter((fault) => !known.has(fault)),
      [],
    );
  });
});

async function bothReady(release: GatewayRelease): Promise<readonly ReleasePod[]> {
  let pods: readonly ReleasePod[] = [];
  await until('two pods are ready', async () => {
    pods = await release.pods();
    return pods.length === 2 ? 'ready' : '';
  });
  return pods;
}
