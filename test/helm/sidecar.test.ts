import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { loadRegistry } from '../../src/config/load.js';
import { parseEnvoyOptions } from '../../src/envoy/envoy-options.js';
import { renderEnvoy } from '../../src/envoy/render.js';
import { writeXds } from '../../src/envoy/write-xds.js';
import { packageRoot } from '../../src/package-root.js';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { container, type Manifest, podOf, type PodSpec, theOne } from './manifest.js';
import { HELM_TESTS } from './variants.js';

let chart: HelmChart;

before(() => {
  chart = openHelmChart({ release: 'edge', place: consumer });
});

after(() => {
  chart.close();
});

/** The chart of test/helm/consumer with ours where `helm dependency build` would put it. */
function consumer(home: string): string {
  const folder = join(home, 'consumer');
  cpSync(join(HELM_TESTS, 'consumer'), folder, { recursive: true });
  mkdirSync(join(folder, 'charts'));
  cpSync(join(packageRoot, 'helm', 'dragoman'), join(folder, 'charts', 'dragoman'), { recursive: true });
  return folder;
}

function manifests(...args: readonly string[]): readonly Manifest[] {
  return chart.manifests(...args) as readonly Manifest[];
}

describe('chart of an Envoy that has ours as a dependency', () => {
  it('passes helm lint --strict', () => {
    const { status, stdout, stderr } = chart.run('lint', '--strict', '--with-subcharts', chart.folder);
    assert.equal(status, 0, stdout + stderr);
  });

  it('renders the golden manifests', () => {
    const file = join(HELM_TESTS, 'golden', 'consumer.yaml');
    const rendered = chart.render();
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, rendered);
    assert.equal(rendered, readFileSync(file, 'utf8'));
  });

  it('starts Dragoman before the Envoy that is there, in the same group, and stops it after', () => {
    const { spec } = podOf(manifests());
    assert.deepEqual(
      spec.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy]),
      [
        ['render', undefined],
        ['dragoman', 'Always'],
      ],
    );
    assert.deepEqual(spec.securityContext, { fsGroup: 65532 });
    for (const { securityContext } of spec.initContainers ?? []) {
      assert.deepEqual(securityContext, {
        runAsNonRoot: true,
        runAsUser: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('finds its pods by the label that they took from the template', () => {
    const all = manifests('--set', 'dragoman.admin.service.enabled=true');
    const selector = theOne(all, 'Service', 'edge-dragoman-admin').spec?.['selector'] as object;
    assert.deepEqual(podOf(all).metadata.labels, { app: 'edge', ...selector });
  });

  it('lets the service account of the pods do what the registry needs', () => {
    const all = manifests();
    const binding = theOne(all, 'RoleBinding') as unknown as {
      readonly subjects: readonly { name: string }[];
    };
    assert.deepEqual(
      binding.subjects.map(({ name }) => name),
      [podOf(all).spec.serviceAccountName],
    );
  });

  it('gives an Envoy a bootstrap that it takes, its own part and ours', async () => {
    const registry = join(chart.home, 'registry.yaml');
    const { data } = theOne(manifests(), 'ConfigMap', 'edge-dragoman-registry');
    writeFileSync(registry, data?.['registry.yaml'] ?? '');
    const loaded = loadRegistry(registry);
    assert.ok(loaded.ok);
    const xds = join(chart.home, 'xds');
    writeXds(xds, renderEnvoy(loaded.registry, parseEnvoyOptions({ out: xds })));
    const own = theOne(manifests(), 'ConfigMap', 'edge-envoy').data?.['envoy.yaml'] ?? '';
    assert.deepEqual(container(podOf(manifests()), 'envoy').args, [
      ...['--config-path', '/run/dragoman/xds/envoy.yaml', '--config-yaml', '$(ENVOY_YAML)'],
    ]);
    const flags = ['--mode', 'validate', '--config-path', join(xds, 'envoy.yaml'), '--config-yaml', own];
    const { status, stderr } = spawnSync(await envoyBinary(), flags, {
      encoding: 'utf8',
      env: { ...process.env, HOSTED_API_KEY: 'secret' },
    });
    assert.equal(status, 0, stderr);
    // One listener of its own; ours come from files, which validate does not read. Both clusters.
    assert.match(stderr, /loading 1 listener/);
    assert.match(stderr, /loading [2-9] cluster/);
  });

  it('is told when the mode is not sidecar', () => {
    const { status, stderr } = chart.run('template', 'edge', chart.folder, '--set', 'dragoman.mode=gateway');
    assert.notEqual(status, 0);
    assert.match(stderr, /dragoman\.sidecar is for mode sidecar, and mode is "gateway"/);
  });

  it('is what docs/kubernetes.md shows for pods without Helm', () => {
    const text = readFileSync(join(packageRoot, 'docs/kubernetes.md'), 'utf8');
    const [, block = ''] = /<!-- plain sidecar -->\s+```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const shown = parse(block) as { readonly spec: PodSpec };
    const { spec } = podOf(manifests('--set', 'dragoman.registry.events=false'));
    assert.deepEqual(shown.spec.initContainers, spec.initContainers);
    assert.deepEqual(shown.spec.volumes, spec.volumes);
    assert.deepEqual(shown.spec.securityContext, spec.securityContext);
    const [envoy] = shown.spec.containers;
    assert.deepEqual(envoy?.args, container({ metadata: { labels: {} }, spec }, 'envoy').args);
  });
});
