import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { API_GROUP } from '../../src/config/api/v1alpha1/custom-resources.js';
import { ask, chat, type Answer } from '../support/ask.js';
import { askAdmin } from '../support/ask-admin.js';
import { createCleanUp } from '../support/clean-up.js';
import { openNode, type Cluster } from '../support/cluster.js';
import { crdRegistry, greetings, modelPool } from '../support/crd-registry.js';
import { openNamespace, releasePods, RELEASE, SERVICE } from '../support/gateway-release.js';
import { until } from '../support/until.js';

const NAMESPACE = 'crd-test';
const OF_RELEASE = `app.kubernetes.io/instance=${RELEASE},app.kubernetes.io/name=dragoman`;

describe('custom resources in a cluster', () => {
  const cleanUp = createCleanUp();
  let cluster: Cluster;
  let url = '';

  before(async () => {
    cluster = await openNode();
    cleanUp.add(() => cluster.stop());
    await openNamespace(cluster, cleanUp, NAMESPACE);
    url = await crdRegistry(cluster, cleanUp, NAMESPACE, 2);
  });
  after(() => cleanUp.run());

  const kubectl = (...args: readonly string[]): Promise<string> => cluster.kubectl('-n', NAMESPACE, ...args);
  const hello = (): Promise<Answer> => ask(url, chat('hello'));
  const podNames = async (): Promise<readonly string[]> =>
    (await releasePods(cluster, NAMESPACE)).map(({ name }) => name);
  const apply = (...resources: readonly object[]): Promise<string> =>
    cluster.apply(resources, '-n', NAMESPACE);
  const condition = (type: string, status: string): Promise<string> =>
    kubectl('wait', `--for=condition=${type}=${status}`, 'route/greetings', '--timeout=60s');
  const conditionOf = (resource: string, type: string, field: string): Promise<string> =>
    kubectl('get', resource, '-o', `jsonpath={.status.conditions[?(@.type=="${type}")].${field}}`);
  const metrics = async (pod: string): Promise<string> => {
    const address = await kubectl('get', 'pod', pod, '-o', 'jsonpath={.status.podIP}');
    const { port, close } = await cluster.forward(address, 9902);
    return (await askAdmin(port, '/metrics').finally(close)).text;
  };
  const holder = (): Promise<string> =>
    kubectl('get', 'lease', SERVICE, '-o', 'jsonpath={.spec.holderIdentity}');

  it('are waited for in Init, with one line that says what is missing', async () => {
    await until('the pods say what is missing', async () => {
      const { stdout } = await cluster.tryKubectl(
        ...['logs', '-n', NAMESPACE, '-l', OF_RELEASE, '-c', 'render', '--tail=5'],
      );
      return /^\/etc\/dragoman\/registry holds no .*$/m.exec(stdout)?.[0] ?? '';
    });
    assert.deepEqual(
      (await releasePods(cluster, NAMESPACE)).map(({ isReady }) => isReady),
      [false, false],
    );
  });

  it('start the pods as soon as they are applied, and route', async () => {
    await apply(modelPool('large'), greetings('small'));
    await kubectl('wait', '--for=condition=Ready', 'pod', '-l', OF_RELEASE, '--timeout=300s');
    await condition('Ready', 'True');
    const { status, model, route } = await hello();
    assert.deepEqual({ status, model, route }, { status: 200, model: 'small', route: 'greetings' });
  });

  it('are live in seconds after a change, and no container is started again', async (t) => {
    const before = await releasePods(cluster, NAMESPACE);
    const began = performance.now();
    await apply(greetings('large'));
    const asked = [hello, () => ask(url, chat('hello'), { headers: { connection: 'close' } })];
    await until('both pods route to the other model', async () => {
      const models = await Promise.all(asked.flatMap((one) => [one(), one(), one()]));
      return models.every(({ model }) => model === 'large') ? 'live' : '';
    });
    t.diagnostic(`live after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    await apply(greetings('small'));
    await condition('Ready', 'True');
    assert.deepEqual(await releasePods(cluster, NAMESPACE), before);
  });

  it('are refused by the API server where they are wrong by themselves', async () => {
    await assert.rejects(
      apply(modelPool('lage')),
      /The ModelPool "pool" is invalid: spec\.default: Invalid value: "lage" is no model of the pool/,
    );
    assert.equal((await hello()).status, 200);
  });

  it('are refused by Dragoman where another resource tells, in status, Event and metric, and the last good ones serve', async () => {
    const [pod = ''] = await podNames();
    await apply(greetings('smal'));
    await condition('Accepted', 'False');
    const line = 'Route/greetings spec.target "smal" is no model of the pool; did you mean "small"?';
    assert.equal(await conditionOf('route/greetings', 'Accepted', 'message'), line);
    assert.equal(await conditionOf('modelpool/pool', 'Accepted', 'status'), 'True');
    assert.equal(await conditionOf('modelpool/pool', 'Ready', 'reason'), 'RegistryRefused');
    const events = await until('an Event of the pod', () =>
      kubectl(
        ...['get', 'events', '--field-selector', `reason=RegistryRefused,involvedObject.name=${pod}`],
        ...['-o', 'jsonpath={.items[*].message}'],
      ),
    );
    assert.ok(events.includes(line), events);
    assert.match(await metrics(pod), /^dragoman_registry_problems 1$/m);
    assert.deepEqual([(await hello()).model, (await hello()).status], ['small', 200]);
    await apply(greetings('small'));
    await condition('Ready', 'True');
    assert.match(await metrics(pod), /^dragoman_registry_problems 0$/m);
  });

  it('have their status written by one replica, and by the other one when that is deleted', async () => {
    const pods = await podNames();
    const leaders = await Promise.all(pods.map(async (pod) => /_leader (\d)/.exec(await metrics(pod))?.[1]));
    assert.deepEqual(leaders.toSorted(), ['0', '1']);
    const first = await holder();
    const leader = pods[leaders.indexOf('1')] ?? '';
    assert.ok(first.startsWith(`${leader}_`), first);
    await kubectl('delete', 'pod', leader, '--wait=false');
    await until('another one holds the Lease', async () => ((await holder()) === first ? '' : 'changed'));
    await apply(greetings('large'));
    const generation = await kubectl('get', 'route', 'greetings', '-o', 'jsonpath={.metadata.generation}');
    await kubectl('wait', `--for=jsonpath={.status.observedGeneration}=${generation}`, 'route/greetings');
    await apply(greetings('small'));
  });

  it("leave the pod's token no right but those it needs", async () => {
    const may = async (verb: string, resource: string, ...more: readonly string[]): Promise<boolean> => {
      const as = `--as=system:serviceaccount:${NAMESPACE}:${SERVICE}`;
      const { stdout } = await cluster.tryKubectl('auth', 'can-i', verb, resource, as, ...more);
      return stdout.trim() === 'yes';
    };
    const inside = ['-n', NAMESPACE];
    for (const kind of ['modelpools', 'routes', 'routerpolicies'].map((name) => `${name}.${API_GROUP}`)) {
      for (const verb of ['get', 'list', 'watch']) assert.ok(await may(verb, kind, ...inside), verb);
      for (const verb of ['create', 'update', 'patch', 'delete'])
        assert.ok(!(await may(verb, kind, ...inside)), verb);
      assert.ok(await may('patch', kind, '--subresource=status', ...inside));
      assert.ok(!(await may('list', kind, '-n', 'default')));
    }
    assert.ok(await may('create', 'events.events.k8s.io', ...inside));
    assert.ok(await may('update', `leases/${SERVICE}`, ...inside));
    const denied = [
      ...[
        ['update', 'leases/another'],
        ['delete', `leases/${SERVICE}`],
        ['get', 'secrets'],
      ],
      ...[
        ['get', 'configmaps'],
        ['list', 'pods'],
        ['create', 'pods'],
        ['create', 'serviceaccounts/token'],
      ],
    ] as const;
    for (const [verb, resource] of denied) assert.ok(!(await may(verb, resource, ...inside)), resource);
  });

  it("keep the token out of Envoy's container", async () => {
    const [pod = ''] = await podNames();
    const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
    await until('the new pod runs', async () =>
      (await releasePods(cluster, NAMESPACE)).every(({ isReady }) => isReady) ? 'ready' : '',
    );
    const inEnvoy = await kubectl(
      'exec',
      pod,
      '-c',
      'envoy',
      '--',
      'bash',
      '-c',
      `[ -e ${token} ] && echo there || echo none`,
    );
    const inDragoman = await kubectl(
      'exec',
      pod,
      '-c',
      'dragoman',
      '--',
      '/usr/local/bin/node',
      '-p',
      `fs.existsSync('${token}')`,
    );
    assert.deepEqual([inEnvoy.trim(), inDragoman.trim()], ['none', 'true']);
  });
});
