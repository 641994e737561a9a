import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type Cluster, type ClusterOptions, startCluster } from '../../../src/app/registry/start-cluster.js';
import { type LoadResult, loadRegistry } from '../../../src/config/load.js';
import { DragomanError } from '../../../src/errors.js';
import { eventually } from '../../support/eventually.js';
import { type FakeApiServer, startFakeApiServer, type StoredObject } from '../../support/fake-api-server.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const POOL = { apiVersion: 'dragoman.dev/v1alpha1', kind: 'ModelPool' };
const ROUTE = { apiVersion: 'dragoman.dev/v1alpha1', kind: 'Route' };
const MODELS = {
  default: 'small',
  aliases: ['chat', 'more', 'x'],
  models: [{ name: 'small', url: 'http://small:8000/v1' }],
};
const PLACE = { POD_NAME: 'gateway-0', POD_NAMESPACE: 'llm', POD_UID: 'uid-pod' };

interface Status {
  readonly observedGeneration: number;
  readonly registryVersion?: string;
  readonly conditions: readonly { type: string; status: string; reason: string; message: string }[];
}

describe('startCluster', () => {
  const work = temporaryFolder();
  let fake: FakeApiServer;
  let clusters: Cluster[] = [];
  let said: string[] = [];
  let directory = '';
  let count = 0;

  async function start(
    options: Partial<ClusterOptions> = {},
    more: NodeJS.ProcessEnv = PLACE,
  ): Promise<Cluster> {
    const environment = { KUBECONFIG: await fake.kubeconfig(work), ...more };
    const crds = { namespace: 'llm', files: undefined };
    const cluster = await startCluster({
      ...{ directory, environment, cluster: { crds, lease: 'dragoman', events: true, ...options } },
      say: (level, message, about) => said.push(`${level} ${message} ${JSON.stringify(about ?? {})}`),
    });
    assert.ok(cluster !== undefined);
    clusters.push(cluster);
    return cluster;
  }

  /** What a reloader does: reads the folder, tells, and serves what is good. */
  function load(cluster: Cluster, serves = true): LoadResult {
    const result = loadRegistry(directory);
    cluster.read(result);
    if (result.ok && serves) cluster.serves(result.registry.version);
    return result;
  }

  const find = (plural: string, name: string): StoredObject | undefined =>
    fake.objects(plural).find(({ metadata }) => metadata['name'] === name);
  const conditionsOf = (plural: string, name: string): string =>
    ((find(plural, name)?.['status'] as Status | undefined)?.conditions ?? [])
      .map(({ type, status, reason, message }) => `${type}=${status} ${reason} ${message}`.trim())
      .join(' | ');
  const tells = (plural: string, name: string, wanted: string | RegExp): Promise<boolean> =>
    eventually(`${name}: ${String(wanted)}`, () => {
      const now = conditionsOf(plural, name);
      return typeof wanted === 'string' ? now === wanted : wanted.test(now);
    });
  const eventsOf = (name: string): string[] =>
    fake
      .objects('events')
      .filter(({ regarding }) => (regarding as { name: string }).name === name)
      .map(({ type, reason, note }) => [type, reason, note].join(' '));

  beforeEach(async () => {
    fake = await startFakeApiServer();
    fake.put('modelpools', 'pool', { ...POOL, spec: MODELS });
    fake.put('routes', 'chat', { ...ROUTE, spec: { match: [{ models: ['chat'] }], target: 'small' } });
    count += 1;
    directory = join(work, `registry-${count}`);
    [clusters, said] = [[], []];
  });
  afterEach(async () => {
    for (const cluster of clusters) await cluster.stop();
    await fake.stop();
  });

  it('fills the folder, follows, and tells each resource that it serves', async () => {
    const cluster = await start();
    assert.deepEqual((await readdir(directory)).filter((name) => !name.startsWith('.')).sort(), [
      'modelpool.pool.yaml',
      'route.chat.yaml',
    ]);
    const first = load(cluster);
    assert.ok(first.ok, JSON.stringify(first));
    cluster.follow();
    await tells('routes', 'chat', 'Accepted=True Valid | Ready=True InService');
    await tells('modelpools', 'pool', 'Accepted=True Valid | Ready=True InService');
    const status = find('routes', 'chat')?.['status'] as Status;
    assert.equal(status.registryVersion, first.registry.version);
    fake.put('routes', 'more', { ...ROUTE, spec: { match: [{ models: ['more'] }], target: 'small' } });
    await eventually('mirrored', () => {
      const next = loadRegistry(directory);
      return next.ok && next.registry.routes.length === 2;
    });
    load(cluster);
    await tells('routes', 'more', 'Accepted=True Valid | Ready=True InService');
    assert.deepEqual(cluster.counts.resources?.isConnected, true);
  });

  it('refuses a bad resource by name, in status and Events, while the rest is told who is at fault', async () => {
    const cluster = await start();
    load(cluster);
    cluster.follow();
    await tells('routes', 'chat', /Ready=True/);
    fake.put('routes', 'chat', { ...ROUTE, spec: { match: [{ models: ['chat'] }], target: 'smal' } });
    await eventually('mirrored', () => !loadRegistry(directory).ok);
    load(cluster);
    const line = 'Route/chat spec.target "smal" is no model of the pool; did you mean "small"?';
    const refused = 'Ready=False RegistryRefused the registry is refused; the last good one serves on';
    await tells('routes', 'chat', `Accepted=False Invalid ${line} | ${refused}`);
    await tells('modelpools', 'pool', `Accepted=True Valid | ${refused}\n${line}`);
    await eventually('events', () => eventsOf('chat').length > 0 && eventsOf('gateway-0').length > 0);
    assert.deepEqual(eventsOf('chat'), [`Warning Invalid ${line}`]);
    assert.deepEqual(eventsOf('gateway-0'), [`Warning RegistryRefused ${line}`]);

    fake.put('routes', 'chat', { ...ROUTE, spec: { match: [{ models: ['chat'] }], target: 'small' } });
    await eventually('mirrored', () => loadRegistry(directory).ok);
    load(cluster);
    await tells('routes', 'chat', 'Accepted=True Valid | Ready=True InService');
    await eventually('events', () => eventsOf('gateway-0').length === 2);
    assert.match(eventsOf('gateway-0')[1] ?? '', /^Normal RegistryAccepted version \w+ is good$/);
  });

  for (const [what, change, wanted] of [
    [
      'no pool',
      (): void => {
        fake.remove('modelpools', 'pool');
      },
      /namespace llm holds no ModelPool; a registry has exactly one/,
    ],
    [
      'two pools',
      (): unknown => fake.put('modelpools', 'second', { ...POOL, spec: MODELS }),
      /ModelPool\/second kind must not repeat: a registry has exactly one ModelPool, and the first is at ModelPool\/pool/,
    ],
    [
      'unknown fields',
      (): unknown =>
        fake.put('routes', 'chat', {
          ...ROUTE,
          spec: { match: [{ models: ['x'] }], target: 'small', newField: 1 },
        }),
      /Route\/chat spec\.newField is not a known key/,
    ],
  ] as const) {
    it(`goes on with the last good registry when there is ${what}, and says so`, async () => {
      const cluster = await start();
      load(cluster);
      cluster.follow();
      await tells('routes', 'chat', /Ready=True/);
      change();
      await eventually('mirrored', () => !loadRegistry(directory).ok);
      load(cluster);
      await tells('routes', 'chat', wanted);
      await tells('routes', 'chat', /Ready=False RegistryRefused/);
    });
  }

  it('serves what the folder holds of before when the API server is away at the start', async () => {
    load(await start());
    fake.fault = () => 503;
    const again = await start();
    assert.ok(load(again).ok);
    assert.match(
      said.join('\n'),
      /failed to list modelpools\.dragoman\.dev .*; serving what .* holds of before/,
    );
  });

  it('ends in one line when the API server is away and the folder is empty', async () => {
    fake.fault = () => 'break';
    await assert.rejects(start(), (error: unknown) => {
      assert.ok(error instanceof DragomanError);
      assert.equal(error.code, 'kubernetes_unavailable');
      assert.match(error.message, /^the API server http:\/\/127\.0\.0\.1:\d+ cannot be reached: [^\n]+$/);
      return true;
    });
  });

  it('ends in one line without an API server, a token or a kubeconfig', async () => {
    for (const [environment, wanted] of [
      [{ KUBECONFIG: '' }, /no API server is known: set KUBECONFIG/],
      [{ KUBECONFIG: join(work, 'none') }, /none is no kubeconfig: ENOENT[^\n]*$/],
      [{ KUBECONFIG: '', KUBERNETES_SERVICE_HOST: '10.0.0.1' }, /the pod has no token of a service account/],
    ] as const) {
      await assert.rejects(start({}, environment), wanted);
    }
  });

  it('mirrors files that documents name, and follows them as well', async () => {
    const files = join(work, `files-${count}`);
    await mkdir(files);
    await writeFile(join(files, 'chat.txt'), 'hello\nhi\n');
    await writeFile(join(files, 'stray.yaml'), 'kind: ModelPool');
    fake.put('routes', 'chat', { ...ROUTE, spec: { examplesFrom: { file: 'chat.txt' }, target: 'small' } });
    const cluster = await start({ crds: { namespace: 'llm', files } });
    const first = load(cluster);
    assert.ok(first.ok, JSON.stringify(first));
    assert.match(said.join('\n'), /left out stray\.yaml: documents of the registry are custom resources/);
    cluster.follow();
    await tells('routes', 'chat', /Ready=True/);
    await writeFile(join(files, 'chat.txt'), 'hello\nhi\ngood morning\n');
    await eventually('mirrored', () => {
      const next = loadRegistry(directory);
      return next.ok && next.registry.routes[0]?.examples.length === 3;
    });
  });

  it('tells of a registry that is refused at the start before the process ends', async () => {
    fake.put('routes', 'chat', { ...ROUTE, spec: { match: [{ models: ['x'] }], target: 'none-such' } });
    const cluster = await start();
    await cluster.tellRefused(loadRegistry(directory));
    assert.match(
      conditionsOf('routes', 'chat'),
      /^Accepted=False Invalid Route\/chat spec\.target .* \| Ready=False RegistryRefused the registry is refused; nothing is in service$/,
    );
    await cluster.stop();
    assert.equal(eventsOf('gateway-0').length, 1);
  });

  it('lets one of two replicas write, and the other one when that is gone', async () => {
    const [one, two] = [await start(), await start()];
    for (const cluster of [one, two]) {
      load(cluster);
      cluster.follow();
    }
    await tells('routes', 'chat', /Ready=True/);
    const [leader, other] = one.counts.resources?.isLeader === true ? [one, two] : [two, one];
    assert.equal(leader.counts.resources?.isLeader, true);
    assert.equal(other.counts.resources?.isLeader, false);
    await leader.stop();
    fake.put('routes', 'chat', { ...ROUTE, spec: { match: [{ models: ['x'] }], target: 'small' } });
    await eventually('the other', () => other.counts.resources?.isLeader === true);
    await eventually('mirrored', () => loadRegistry(directory).ok);
    load(other);
    await eventually(
      'written',
      () => (find('routes', 'chat')?.['status'] as Status).observedGeneration === 2,
    );
  });

  it('without custom resources only tells of refused registries, and without an API server not even that', async () => {
    directory = join(work, `plain-${count}`);
    await mkdir(directory);
    await writeFile(join(directory, 'a.yaml'), 'kind: Nothing');
    const cluster = await start({ crds: undefined });
    load(cluster);
    await eventually('told', () => eventsOf('gateway-0').length === 1);
    assert.match(eventsOf('gateway-0')[0] ?? '', /a\.yaml:1:/);
    assert.deepEqual(cluster.counts.resources, undefined);
    const none = await startCluster({
      ...{ directory, environment: {}, say: (_level, message) => said.push(message) },
      cluster: { crds: undefined, lease: 'dragoman', events: true },
    });
    assert.equal(none, undefined);
    assert.ok(said.includes('no Events: refused registries are only logged'));
  });

  it('asks for the API server at the first Event only, when nothing else is told', async () => {
    const kubeconfig = join(work, `later-${count}`);
    const cluster = await start({ crds: undefined }, { ...PLACE, KUBECONFIG: kubeconfig });
    assert.deepEqual(said, []);
    await copyFile(await fake.kubeconfig(work), kubeconfig);
    directory = join(work, `empty-${count}`);
    await mkdir(directory);
    load(cluster);
    await eventually('told', () => eventsOf('gateway-0').length === 1);
    assert.deepEqual(said, []);
  });
});
