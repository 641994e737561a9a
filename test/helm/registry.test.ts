import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { loadRegistry } from '../../src/config/load.js';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { container, type Manifest, ofKind, podOf, theOne } from './manifest.js';
import { VARIANTS } from './variants.js';

let chart: HelmChart;

before(() => {
  chart = openHelmChart();
});

after(() => {
  chart.close();
});

function manifests(variant: keyof typeof VARIANTS, ...args: readonly string[]): readonly Manifest[] {
  return chart.manifests(...VARIANTS[variant], ...args) as readonly Manifest[];
}

describe('chart, registry', () => {
  it('renders every document and file of the registry into one ConfigMap', () => {
    const all = manifests('traced');
    const configMap = theOne(all, 'ConfigMap', 'dragoman-registry');
    const text = configMap.data?.['registry.yaml'] ?? '';
    const documents = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    assert.deepEqual(
      documents.map(({ kind }) => kind),
      ['ModelPool', 'Route', 'RouterPolicy'],
    );
    // Helm's YAML is version 1.1: an unquoted "no" would come back as false, a large number as 2e+06.
    assert.match(text, /- "no"\n/);
    assert.match(text, /contextLength: 2000000\n/);
    assert.equal(configMap.data?.['smalltalk.txt']?.split('\n').length, 6);
    const mounted = podOf(all).spec.volumes?.find(({ name }) => name === 'registry')?.configMap?.name;
    assert.equal(mounted, configMap.metadata.name);
  });

  for (const variant of ['default', 'traced'] as const) {
    it(`renders a registry that loads, ${variant} values`, () => {
      const directory = mkdtempSync(join(chart.home, 'registry-'));
      const { data = {} } = theOne(manifests(variant), 'ConfigMap', 'dragoman-registry');
      for (const [file, content] of Object.entries(data)) writeFileSync(join(directory, file), content);
      const loaded = loadRegistry(directory);
      assert.ok(loaded.ok, loaded.ok ? '' : JSON.stringify(loaded.problems));
      assert.deepEqual(loaded.warnings, []);
    });
  }

  it('checks the very registry that the pods will mount', () => {
    const all = manifests('traced');
    const [served, checked] = ['dragoman-registry', 'dragoman-check'].map((name) =>
      theOne(all, 'ConfigMap', name),
    );
    assert.deepEqual(checked?.data, served?.data);
  });

  it('uses an existing ConfigMap and renders none, for the check neither', () => {
    const all = manifests('existing-registry');
    assert.equal(ofKind(all, 'ConfigMap'), undefined);
    for (const pod of [podOf(all), theOne(all, 'Job').spec?.template]) {
      const mounted = pod?.spec.volumes?.find(({ name }) => name === 'registry')?.configMap?.name;
      assert.equal(mounted, 'llm-registry');
    }
  });

  it('reads custom resources into a folder of the pod, with the files of the values beside them', () => {
    const all = manifests('crd');
    assert.deepEqual(Object.keys(theOne(all, 'ConfigMap', 'dragoman-registry').data ?? {}), [
      'smalltalk.txt',
    ]);
    const pod = podOf(all);
    const volume = pod.spec.volumes?.find(({ name }) => name === 'registry');
    assert.ok(volume?.emptyDir);
    for (const name of ['render', 'dragoman']) {
      const { args = [], volumeMounts = [] } = container(pod, name);
      assert.deepEqual(args.slice(1, 5), [
        '/etc/dragoman/registry',
        '--crds=llm',
        '--registry-files=/etc/dragoman/registry-files',
        '--lease=dragoman',
      ]);
      assert.ok(volumeMounts.some((mount) => mount.mountPath === '/etc/dragoman/registry-files'));
    }
    assert.equal(ofKind(all, 'Job'), undefined);
  });

  it('installs the definitions so that they outlive the release, and not where another one does', () => {
    const definitions = (...args: readonly string[]): readonly Manifest[] =>
      manifests('crd', ...args).filter(({ kind }) => kind === 'CustomResourceDefinition');
    const all = definitions('--set', 'registry.crds.install=true');
    assert.deepEqual(all.map(({ metadata }) => metadata.name).sort(), [
      'modelpools.dragoman.dev',
      'routerpolicies.dragoman.dev',
      'routes.dragoman.dev',
    ]);
    for (const { metadata } of all) assert.equal(metadata.annotations?.['helm.sh/resource-policy'], 'keep');
    assert.deepEqual(definitions(), []);
    assert.equal(ofKind(manifests('default'), 'CustomResourceDefinition'), undefined);
  });
});

describe('chart, keys and secrets', () => {
  it('gives keys to Envoy alone, by reference', () => {
    const all = manifests('existing-registry');
    const pod = podOf(all);
    assert.equal(ofKind(all, 'Secret'), undefined);
    assert.deepEqual(container(pod, 'envoy').env, [
      { name: 'HOSTED_API_KEY', valueFrom: { secretKeyRef: { name: 'hosted', key: 'api-key' } } },
    ]);
    for (const name of ['render', 'dragoman']) {
      const { env = [], volumeMounts = [] } = container(pod, name);
      assert.equal(JSON.stringify(env).includes('secretKeyRef'), false);
      assert.ok(volumeMounts.every((mount) => !mount.name.startsWith('key-')));
    }
  });

  it("gives Dragoman its own secrets, by reference, and those of the models' keys not", () => {
    const all = manifests('fleet');
    const { env = [] } = container(podOf(all), 'dragoman');
    const secrets = env.filter(({ valueFrom }) => JSON.stringify(valueFrom ?? {}).includes('secretKeyRef'));
    assert.deepEqual(secrets, [
      { name: 'DRAGOMAN_ADMIN_TOKEN', valueFrom: { secretKeyRef: { name: 'admin-token', key: 'token' } } },
      { name: 'DRAGOMAN_HASH_KEY', valueFrom: { secretKeyRef: { name: 'hash-key', key: 'key' } } },
      { name: 'DRAGOMAN_SHARED_CACHE', valueFrom: { secretKeyRef: { name: 'valkey', key: 'url' } } },
      { name: 'DRAGOMAN_RECORDS', valueFrom: { secretKeyRef: { name: 'records-database', key: 'uri' } } },
    ]);
    assert.equal(ofKind(all, 'Secret'), undefined);
  });

  it('asks for the same secrets before an upgrade, so that a missing one ends it', () => {
    const all = manifests('fleet');
    const check = theOne(all, 'Job').spec?.template;
    assert.ok(check);
    const named = (text: unknown): readonly string[] =>
      [...JSON.stringify(text).matchAll(/"secret(?:KeyRef":\{"name|Name)":"([^"]+)"/g)].map(
        ([, name = '']) => name,
      );
    const wanted = new Set(named(podOf(all)));
    assert.deepEqual(new Set(named(check)), wanted);
    assert.ok(wanted.has('other.provider') && wanted.has('valkey'));
  });
});
