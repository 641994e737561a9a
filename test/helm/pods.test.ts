import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/package-root.js';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { container, containersOf, everyPod, type Manifest, podOf, type PodTemplate } from './manifest.js';
import { VARIANTS } from './variants.js';

const RESTRICTED_POD = {
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  fsGroup: 65532,
  seccompProfile: { type: 'RuntimeDefault' },
};
const RESTRICTED_CONTAINER = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};
const BESIDE_ENVOY = ['default', 'existing-registry', 'traced', 'crd', 'embedded', 'fleet'] as const;

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

/** The flags of a verb, as its help lists them. */
function flagsOf(verb: string): readonly string[] {
  const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const help = execFileSync(process.execPath, [program, verb, '--help'], { encoding: 'utf8' });
  return [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, flag = '']) => flag);
}

function flagValue(pod: PodTemplate, name: string, flag: string): string | undefined {
  const prefix = `--${flag}=`;
  const found = container(pod, name).args?.find((arg) => arg.startsWith(prefix));
  return found?.slice(prefix.length);
}

for (const variant of Object.keys(VARIANTS) as readonly (keyof typeof VARIANTS)[]) {
  describe(`chart, pods, ${variant} values`, () => {
    it('meets the restricted Pod Security standard in every container of every pod', () => {
      for (const [name, pod] of everyPod(manifests(variant))) {
        assert.deepEqual(pod.spec.securityContext, RESTRICTED_POD, name);
        assert.equal(pod.spec.automountServiceAccountToken, false, name);
        for (const each of containersOf(pod)) {
          assert.deepEqual(each.securityContext, RESTRICTED_CONTAINER, `${name}: ${each.name}`);
          assert.ok(each.resources?.limits?.memory, `${name}: ${each.name} has a memory limit`);
        }
      }
    });

    it('mounts only volumes that the pod has, and has none that nobody mounts', () => {
      for (const [name, pod] of everyPod(manifests(variant))) {
        const mounted = containersOf(pod).flatMap((each) => each.volumeMounts ?? []);
        const names = (list: readonly { readonly name: string }[]): readonly string[] =>
          [...new Set(list.map((each) => each.name))].sort();
        assert.deepEqual(names(mounted), names(pod.spec.volumes ?? []), name);
      }
    });

    it('keeps what runs beside the gateway out of its selector', () => {
      const all = manifests(variant);
      const own = all.find(({ kind }) => kind === 'Deployment')?.metadata.name;
      for (const [name, { metadata }] of everyPod(all)) {
        if (name === own) continue;
        assert.notEqual(metadata.labels['app.kubernetes.io/name'], 'dragoman', name);
      }
    });
  });
}

for (const variant of BESIDE_ENVOY) {
  describe(`chart, gateway, ${variant} values`, () => {
    it('starts Dragoman before Envoy and stops it after', () => {
      const { spec } = podOf(manifests(variant));
      const sidecars = spec.initContainers?.map(({ name, restartPolicy }) => [name, restartPolicy]) ?? [];
      assert.deepEqual(sidecars.slice(-2), [
        ['render', undefined],
        ['dragoman', 'Always'],
      ]);
      assert.deepEqual(
        spec.containers.map(({ name }) => name),
        ['envoy'],
      );
    });

    it('probes both containers, and lets no slow Dragoman take the pod out of the Service', () => {
      const pod = podOf(manifests(variant));
      const dragoman = container(pod, 'dragoman');
      const envoy = container(pod, 'envoy');
      assert.ok(dragoman.startupProbe && dragoman.livenessProbe);
      assert.equal(dragoman.readinessProbe, undefined);
      assert.ok(envoy.startupProbe && envoy.livenessProbe && envoy.readinessProbe);
    });

    it('mounts the registry as a folder, and no checksum restarts the pods when it changes', () => {
      const pod = podOf(manifests(variant));
      const mount = container(pod, 'dragoman').volumeMounts?.find(({ name }) => name === 'registry');
      assert.equal(mount?.subPath, undefined);
      assert.equal(mount?.mountPath, '/etc/dragoman/registry');
      const annotations = Object.keys(pod.metadata.annotations ?? {});
      assert.deepEqual(
        annotations.filter((key) => key.startsWith('checksum/')),
        [],
      );
    });

    it('gives both verbs the same addresses', () => {
      const pod = podOf(manifests(variant));
      for (const [ofEnvoy, ofServe] of [
        ['out', 'xds'],
        ['envoy-listen', 'envoy-listen'],
        ['envoy-admin', 'envoy-admin'],
        ['dragoman', 'listen'],
        ['otlp', 'otlp'],
        ['crds', 'crds'],
        ['registry-files', 'registry-files'],
      ] as const) {
        assert.equal(flagValue(pod, 'render', ofEnvoy), flagValue(pod, 'dragoman', ofServe), ofServe);
      }
    });
  });
}

describe('chart, pods', () => {
  for (const variant of [...BESIDE_ENVOY, 'extension'] as const) {
    it(`calls Dragoman only with flags that exist, ${variant} values`, () => {
      for (const { name, args = [] } of containersOf(podOf(manifests(variant)))) {
        if (name === 'envoy' || name === 'bundle') continue;
        const [verb = '', directory, ...flags] = args;
        assert.equal(directory, '/etc/dragoman/registry');
        const known = flagsOf(verb);
        for (const flag of flags) {
          const [, key = ''] = /^--([a-z-]+)(?:=.|$)/.exec(flag) ?? [];
          assert.ok(known.includes(key), `dragoman ${verb} has no flag ${flag}`);
        }
      }
    });
  }

  it('finds Node where the image has it', () => {
    const dockerfile = readFileSync(join(packageRoot, 'deploy', 'Dockerfile'), 'utf8');
    const [, node] = /^ENTRYPOINT \["([^"]+)"/m.exec(dockerfile) ?? [];
    const gateway = manifests('default');
    const [, test] = everyPod(gateway).find(([name]) => name === 'dragoman-test') ?? [];
    assert.ok(test && node);
    assert.deepEqual(container(test, 'request').command, [node]);
    const hook = container(podOf(manifests('extension')), 'dragoman').lifecycle?.preStop.exec.command;
    assert.deepEqual(hook, [node, '-e', 'setTimeout(() => {}, 10000)']);
  });

  it('waits longer for the pod to end than the drain may take', () => {
    const drain = ['--set', 'drain.delaySeconds=7,drain.maxSeconds=40'];
    assert.equal(podOf(manifests('default', ...drain)).spec.terminationGracePeriodSeconds, 67);
    assert.equal(podOf(manifests('extension', ...drain)).spec.terminationGracePeriodSeconds, 37);
  });

  it('has a readiness probe for Dragoman where it stands alone', () => {
    const { spec } = podOf(manifests('extension'));
    assert.equal(spec.initContainers, undefined);
    assert.deepEqual(
      spec.containers.map(({ name }) => name),
      ['dragoman'],
    );
    assert.ok(spec.containers[0]?.readinessProbe);
  });

  it('spreads pods over nodes and zones by itself', () => {
    const constraints = podOf(manifests('default')).spec.topologySpreadConstraints;
    assert.deepEqual(
      constraints?.map((each) => (each as { readonly topologyKey: string }).topologyKey),
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
    );
    assert.deepEqual((constraints[0] as { readonly labelSelector: unknown }).labelSelector, {
      matchLabels: { 'app.kubernetes.io/instance': 'dragoman', 'app.kubernetes.io/name': 'dragoman' },
    });
  });
});
