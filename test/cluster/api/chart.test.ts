import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';
import { createCleanUp } from '../../support/clean-up.js';
import { startApiServer, type Cluster } from '../../support/cluster.js';
import { eventually } from '../../support/eventually.js';

const CHART = join(packageRoot, 'helm', 'dragoman');
const VALUES = join(packageRoot, 'test', 'helm', 'values');
const NAMESPACE = 'llm';
/** This API server has neither the kinds of the Prometheus operator nor this priority. */
const PLAIN = ['--set', 'monitoring.podMonitor.enabled=false,priorityClassName='] as const;
const RELEASES: Readonly<Record<string, readonly string[]>> = {
  gateway: [],
  extension: ['-f', join(VALUES, 'extension.yaml')],
  sidecar: ['-f', join(VALUES, 'sidecar.yaml'), ...PLAIN],
  crd: ['-f', join(VALUES, 'crd.yaml'), '--set', 'registry.crds.install=true'],
  embedded: ['-f', join(VALUES, 'embedded.yaml')],
  fleet: ['-f', join(VALUES, 'fleet.yaml'), ...PLAIN],
};

const ELSEWHERE = `registry.documents=${JSON.stringify([
  {
    apiVersion: 'dragoman.dev/v1alpha1',
    kind: 'ModelPool',
    metadata: { name: 'pool' },
    spec: { default: 'main', models: [{ name: 'main', url: 'http://elsewhere:8000/v1' }] },
  },
])}`;

const cleanUp = createCleanUp();
let cluster: Cluster;

before(async () => {
  cluster = await startApiServer();
  cleanUp.add(() => cluster.stop());
  const labels = Object.fromEntries(
    ['enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
  );
  await cluster.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } }]);
});

after(() => cleanUp.run());

function helm(...args: readonly string[]): Promise<string> {
  return cluster.helm(...args, '--namespace', NAMESPACE);
}

/** Nothing runs pods here, so the hooks would never end. */
async function install(release: string, chart: string, ...args: readonly string[]): Promise<void> {
  await helm('install', release, chart, '--no-hooks', ...args);
}

/** The chart of test/helm/consumer, with ours in it. */
function consumer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-consumer-'));
  cleanUp.add(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  cpSync(join(packageRoot, 'test', 'helm', 'consumer'), folder, { recursive: true });
  mkdirSync(join(folder, 'charts'));
  cpSync(CHART, join(folder, 'charts', 'dragoman'), { recursive: true });
  return folder;
}

async function generationOf(deployment: string): Promise<number> {
  const path = '-o=jsonpath={.metadata.generation}';
  return Number(await cluster.kubectl('get', 'deployment', deployment, '-n', NAMESPACE, path));
}

describe('the chart and an API server', () => {
  for (const [release, args] of Object.entries(RELEASES)) {
    it(`is taken whole, and warned of nothing: ${release}`, async () => {
      const manifests = await helm('template', 'gateway', CHART, ...args);
      await cluster.apply(manifests, '--namespace', NAMESPACE, '--dry-run=server', '--warnings-as-errors');
    });

    it(`passes helm install --dry-run=server: ${release}`, async () => {
      const printed = await helm('install', 'gateway', CHART, '--dry-run=server', ...args);
      assert.match(printed, /STATUS: pending-install/);
      assert.match(printed, /NOTES:/);
    });
  }

  it('makes pods that a restricted namespace lets in', async () => {
    await install('gateway', CHART, '--set', 'jaeger.enabled=true');
    await install('extension', CHART, '--set', 'mode=extension');
    await install('edge', consumer());
    for (const deployment of ['gateway-dragoman', 'gateway-dragoman-jaeger', 'extension-dragoman', 'edge']) {
      const wanted = ['get', 'deployment', deployment, '-n', NAMESPACE, '-o=jsonpath={.status.replicas}'];
      await eventually(`pods of ${deployment}`, async () => Number(await cluster.kubectl(...wanted)) > 0);
    }
    const refused = ['get', 'events', '-n', NAMESPACE, '--field-selector', 'reason=FailedCreate', '-o=name'];
    assert.equal(await cluster.kubectl(...refused), '');
  });

  it('changes the registry without a change of the pods', async () => {
    const before = await generationOf('gateway-dragoman');
    await helm('upgrade', 'gateway', CHART, '--no-hooks', '--reuse-values', '--set-json', ELSEWHERE);
    const text = '-o=jsonpath={.data.registry\\.yaml}';
    const registry = await cluster.kubectl('get', 'cm', 'gateway-dragoman-registry', '-n', NAMESPACE, text);
    assert.match(registry, /http:\/\/elsewhere:8000\/v1/);
    assert.equal(await generationOf('gateway-dragoman'), before);
    await helm('rollback', 'gateway', '--no-hooks');
    assert.equal(await generationOf('gateway-dragoman'), before);
  });

  it('gives the pods no more rights than they use', async () => {
    const may = async (verb: string, what: string): Promise<boolean> => {
      const account = `--as=system:serviceaccount:${NAMESPACE}:gateway-dragoman`;
      const asked = await cluster.tryKubectl('auth', 'can-i', verb, what, account, '-n', NAMESPACE);
      return asked.stdout.trim() === 'yes';
    };
    for (const verb of ['create', 'patch']) assert.equal(await may(verb, 'events.events.k8s.io'), true);
    for (const [verb, what] of [
      ['get', 'secrets'],
      ['get', 'configmaps'],
      ['list', 'events.events.k8s.io'],
      ['create', 'leases.coordination.k8s.io'],
      ['list', 'pods'],
    ] as const) {
      assert.equal(await may(verb, what), false, `${verb} ${what}`);
    }
  });

  it('keeps records and definitions when it is uninstalled', async () => {
    await install('crd', CHART, ...(RELEASES['crd'] ?? []));
    await install('embedded', CHART, ...(RELEASES['embedded'] ?? []));
    await helm('uninstall', 'crd', '--no-hooks');
    await helm('uninstall', 'embedded', '--no-hooks');
    await cluster.kubectl('get', 'crd', 'modelpools.dragoman.dev', 'routes.dragoman.dev');
    await cluster.kubectl('get', 'pvc', 'embedded-dragoman-records', '-n', NAMESPACE);
  });

  it('says in one line that one file is not for two replicas', async () => {
    const args = ['--set', 'records.store=embedded,replicas=2', '--namespace', NAMESPACE];
    const { status, stderr } = await cluster.tryHelm('install', 'two', CHART, ...args);
    assert.notEqual(status, 0);
    assert.match(stderr, /records\.store: embedded is for one replica, and replicas is 2: set replicas to 1/);
  });
});
