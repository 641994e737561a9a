import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BEHAVIOUR_HEADER } from '../../demo/stand-in/behaviour.js';
import { ask, chat, type Answer } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { assertNoneFailed, startClusterLoad } from '../support/cluster-load.js';
import {
  installGateway,
  openNamespace,
  releasePods,
  type GatewayRelease,
} from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'drain-test';
const NODE = 'node1';
/** Longer than the time in which the cluster stops sending connections, so that the pod waits for the requests themselves. */
const LONG = { whole: 'delay=10000', stream: 'gap=500,words=24' };
const FINALIZER = 'dragoman.dev/seen';

interface Ended {
  readonly name: string;
  readonly state: {
    readonly terminated?: {
      readonly startedAt: string;
      readonly finishedAt: string;
      readonly exitCode: number;
    };
  };
}

describe('a pod that is to go', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let release: GatewayRelease;

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    // The node is shared: only pods with this label are to leave it.
    const values = { replicas: 2, podLabels: { test: NAMESPACE } };
    release = await installGateway(cluster, cleanUp, { namespace: NAMESPACE, values });
  });
  after(() => cleanUp.run());

  it('answers what it has whole; Envoy ends before Dragoman', async (t) => {
    const [pod] = await release.pods();
    assert.ok(pod);
    const finalizers = (list: readonly string[]): Promise<string> =>
      release.kubectl(
        'patch',
        `pod/${pod.name}`,
        '--type=merge',
        '-p',
        JSON.stringify({ metadata: { finalizers: list } }),
      );
    // Kept for a look at its end.
    await finalizers([FINALIZER]);
    const { port } = await release.forward(pod.address, 10_000);
    const send = async (more: object, behaviour: string): Promise<{ answer: Answer; at: number }> => {
      const body = { ...chat('tell me a joke about penguins'), ...more };
      const answer = await ask(`http://127.0.0.1:${port}`, body, {
        headers: { [BEHAVIOUR_HEADER]: behaviour },
      });
      return { answer, at: Date.now() };
    };
    const inFlight = Promise.all([send({}, LONG.whole), send({ stream: true }, LONG.stream)]);
    await sleep(2_000);
    const log = release.kubectl('logs', '-f', `pod/${pod.name}`, '-c', 'dragoman');
    await release.kubectl('delete', `pod/${pod.name}`, '--wait=false');
    const [whole, stream] = await inFlight;
    assert.deepEqual(
      [whole.answer.status, whole.answer.model, whole.answer.reason !== null],
      [200, 'small', true],
    );
    assert.deepEqual([stream.answer.status, stream.answer.model], [200, 'small']);
    assert.match(stream.answer.text, /data: \[DONE\]\s*$/);
    const [envoy, dragoman] = await endOf(release, pod.name);
    const said = await log;
    await finalizers([]);
    t.diagnostic(
      `answered ${iso(whole.at)} and ${iso(stream.at)}, Envoy ended ${envoy.finishedAt}, Dragoman ${dragoman.finishedAt}`,
    );
    assert.equal(dragoman.exitCode, 0);
    // Kubernetes tells whole seconds.
    assert.ok(Math.max(whole.at, stream.at) <= Date.parse(envoy.finishedAt) + 1_000);
    assert.ok(envoy.finishedAt <= dragoman.finishedAt);
    const stopping = /"time":"(?<time>[^"]+)".*"msg":"stopping"/.exec(said)?.groups?.['time'] ?? '';
    assert.ok(Date.parse(stopping) >= Date.parse(envoy.finishedAt));
  });

  it('goes from a drained node only when another serves, and no request fails', async (t) => {
    await until('two pods are ready', async () => ((await release.pods()).length === 2 ? 'ready' : ''));
    const before = (await release.pods()).map(({ name }) => name);
    const load = startClusterLoad(release.url, { keepAlive: 2, oneShot: 2, stream: 1 });
    cleanUp.add(async () => {
      await cluster.kubectl('uncordon', NODE);
    });
    const options = ['--delete-emptydir-data', '--ignore-daemonsets', `--pod-selector=test=${NAMESPACE}`];
    const drained = await cluster.tryKubectl('drain', NODE, ...options, '--timeout=25s');
    t.diagnostic(drained.stderr.split('\n').find((line) => line.includes('disruption budget')) ?? '');
    assert.equal(drained.status, 1);
    assert.match(drained.stderr, /would violate the pod's disruption budget/);
    const left = (await release.pods()).map(({ name }) => name);
    assert.equal(left.length, 1);
    assert.ok(before.includes(left[0] ?? ''));
    await cluster.kubectl('uncordon', NODE);
    await until('two pods are ready', async () => ((await release.pods()).length === 2 ? 'ready' : ''));
    assertNoneFailed(t, await load.stop());
    assert.equal((await releasePods(cluster, NAMESPACE)).length, 2);
  });
});

type Terminated = NonNullable<Ended['state']['terminated']>;

/** How Envoy and Dragoman of a pod ended, when both have. */
async function endOf(release: GatewayRelease, pod: string): Promise<readonly [Terminated, Terminated]> {
  const text = await until('both containers ended', async () => {
    const statuses =
      '{.status.containerStatuses[0].state.terminated.finishedAt}{.status.initContainerStatuses[1].state.terminated.finishedAt}';
    const times = await release.kubectl('get', `pod/${pod}`, '-o', `jsonpath=${statuses}`);
    return times.length === 40 ? release.kubectl('get', `pod/${pod}`, '-o', 'json') : '';
  });
  const { status } = JSON.parse(text) as {
    readonly status: {
      readonly containerStatuses: readonly Ended[];
      readonly initContainerStatuses: readonly Ended[];
    };
  };
  const envoy = status.containerStatuses.find(({ name }) => name === 'envoy')?.state.terminated;
  const dragoman = status.initContainerStatuses.find(({ name }) => name === 'dragoman')?.state.terminated;
  assert.ok(envoy && dragoman);
  return [envoy, dragoman];
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
