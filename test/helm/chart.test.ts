import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { loadRegistry } from '../../src/config/load.js';
import { packageRoot } from '../../src/package-root.js';
import { type HelmChart, openHelmChart } from '../support/helm-chart.js';

const here = join(packageRoot, 'test', 'helm');

/** Values file (none: the chart's own values) of each golden rendering. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  default: [],
  'existing-registry': ['-f', join(here, 'values', 'existing-registry.yaml')],
  traced: ['-f', join(here, 'values', 'traced.yaml')],
};

/** The flags of a verb, as its help lists them. */
function flagsOf(verb: string): readonly string[] {
  const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const help = execFileSync(process.execPath, [program, verb, '--help'], { encoding: 'utf8' });
  return [...help.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, flag = '']) => flag);
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly securityContext?: unknown;
  readonly resources?: { readonly limits?: { readonly memory?: string } };
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly subPath?: string;
  }[];
  readonly startupProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly livenessProbe?: unknown;
}

interface PodTemplate {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly automountServiceAccountToken: boolean;
    readonly serviceAccountName: string;
    readonly terminationGracePeriodSeconds: number;
    readonly securityContext: unknown;
    readonly initContainers: readonly Container[];
    readonly containers: readonly Container[];
    readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
  };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template?: PodTemplate;
    readonly maxUnavailable?: number;
    readonly replicas?: number;
  };
}

let chart: HelmChart;

before(() => {
  chart = openHelmChart();
});

after(() => {
  chart.close();
});

function manifests(...args: readonly string[]): readonly Manifest[] {
  return chart.manifests(...args) as readonly Manifest[];
}

function ofKind(all: readonly Manifest[], kind: string): Manifest | undefined {
  return all.find((manifest) => manifest.kind === kind);
}

function podOf(all: readonly Manifest[]): PodTemplate {
  const template = ofKind(all, 'Deployment')?.spec?.template;
  assert.ok(template, 'a Deployment is rendered');
  return template;
}

function container(pod: PodTemplate, name: string): Container {
  const found = [...pod.spec.initContainers, ...pod.spec.containers].find((each) => each.name === name);
  assert.ok(found, `container ${name}`);
  return found;
}

for (const [variant, args] of Object.entries(VARIANTS)) {
  describe(`chart, ${variant} values`, () => {
    it('passes helm lint --strict', () => {
      const { status, stdout, stderr } = chart.run('lint', '--strict', chart.folder, ...args);
      assert.equal(status, 0, stdout + stderr);
    });

    it('renders the golden manifests (UPDATE_GOLDEN=1 writes them anew)', () => {
      const file = join(here, 'golden', `${variant}.yaml`);
      const rendered = chart.render(...args);
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, rendered);
      assert.equal(rendered, readFileSync(file, 'utf8'));
    });

    it('meets the restricted Pod Security standard in every container', () => {
      const { spec } = podOf(manifests(...args));
      assert.deepEqual(spec.securityContext, {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        fsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      assert.equal(spec.automountServiceAccountToken, false);
      for (const { name, securityContext, resources } of [...spec.initContainers, ...spec.containers]) {
        assert.deepEqual(
          securityContext,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          name,
        );
        assert.ok(resources?.limits?.memory, `${name} has a memory limit`);
      }
    });

    it('starts Dragoman before Envoy and stops it after', () => {
      const { spec } = podOf(manifests(...args));
      assert.deepEqual(
        spec.initContainers.map(({ name, restartPolicy }) => [name, restartPolicy]),
        [
          ['render', undefined],
          ['dragoman', 'Always'],
        ],
      );
      assert.deepEqual(
        spec.containers.map(({ name }) => name),
        ['envoy'],
      );
    });

    it('probes both containers, and lets no slow Dragoman take the pod out of the Service', () => {
      const pod = podOf(manifests(...args));
      const dragoman = container(pod, 'dragoman');
      const envoy = container(pod, 'envoy');
      assert.ok(dragoman.startupProbe && dragoman.livenessProbe);
      assert.equal(dragoman.readinessProbe, undefined);
      assert.ok(envoy.startupProbe && envoy.livenessProbe && envoy.readinessProbe);
    });

    it('mounts the registry as a folder, and no checksum restarts the pods when it changes', () => {
      const pod = podOf(manifests(...args));
      const mount = container(pod, 'dragoman').volumeMounts?.find(({ name }) => name === 'registry');
      assert.equal(mount?.subPath, undefined);
      assert.equal(mount?.mountPath, '/etc/dragoman/registry');
      assert.deepEqual(
        Object.keys(pod.metadata.annotations ?? {}).filter((key) => key.startsWith('checksum/')),
        [],
      );
    });

    it('calls Dragoman only with flags that exist, and gives both verbs the same addresses', () => {
      const pod = podOf(manifests(...args));
      for (const name of ['render', 'dragoman']) {
        const [verb = '', directory, ...flags] = container(pod, name).args ?? [];
        assert.equal(directory, '/etc/dragoman/registry');
        const known = flagsOf(verb);
        for (const flag of flags) {
          const [, key = ''] = /^--([a-z-]+)=./.exec(flag) ?? [];
          assert.ok(known.includes(key), `dragoman ${verb} has no flag ${flag}`);
        }
      }
      const value = (name: string, flag: string): string | undefined =>
        container(pod, name)
          .args?.find((arg) => arg.startsWith(`--${flag}=`))
          ?.slice(flag.length + 3);
      assert.equal(value('render', 'out'), value('dragoman', 'xds'));
      assert.equal(value('render', 'listen'), value('dragoman', 'envoy-listen'));
      assert.equal(value('render', 'admin'), value('dragoman', 'envoy-admin'));
      assert.equal(value('render', 'dragoman'), value('dragoman', 'listen'));
      assert.equal(value('render', 'otlp'), value('dragoman', 'otlp'));
    });
  });
}

describe('chart, registry and keys', () => {
  it('renders every document and file of the registry into one ConfigMap', () => {
    const all = manifests(...(VARIANTS['traced'] ?? []));
    const configMap = ofKind(all, 'ConfigMap');
    assert.ok(configMap?.data);
    const text = configMap.data['registry.yaml'] ?? '';
    const documents = parseAllDocuments(text).map((document) => document.toJS() as Manifest);
    assert.deepEqual(
      documents.map(({ kind }) => kind),
      ['ModelPool', 'Route', 'RouterPolicy'],
    );
    // Helm's YAML is version 1.1: an unquoted "no" would come back as false, a large number as 2e+06.
    assert.match(text, /- "no"\n/);
    assert.match(text, /contextLength: 2000000\n/);
    assert.equal(configMap.data['smalltalk.txt']?.split('\n').length, 6);
    const mounted = podOf(all).spec.volumes.find(({ name }) => name === 'registry')?.configMap?.name;
    assert.equal(mounted, configMap.metadata.name);
  });

  for (const variant of ['default', 'traced']) {
    it(`renders a registry that loads, ${variant} values`, () => {
      const directory = mkdtempSync(join(chart.home, 'registry-'));
      const configMap = ofKind(manifests(...(VARIANTS[variant] ?? [])), 'ConfigMap');
      for (const [file, content] of Object.entries(configMap?.data ?? {})) {
        writeFileSync(join(directory, file), content);
      }
      const loaded = loadRegistry(directory);
      assert.ok(loaded.ok, loaded.ok ? '' : JSON.stringify(loaded.problems));
      assert.deepEqual(loaded.warnings, []);
    });
  }

  it('uses an existing ConfigMap and renders none', () => {
    const all = manifests(...(VARIANTS['existing-registry'] ?? []));
    assert.equal(ofKind(all, 'ConfigMap'), undefined);
    const volumes = podOf(all).spec.volumes;
    assert.equal(volumes.find(({ name }) => name === 'registry')?.configMap?.name, 'llm-registry');
  });

  it('gives keys to Envoy alone, by reference', () => {
    const all = manifests(...(VARIANTS['existing-registry'] ?? []));
    const pod = podOf(all);
    assert.equal(ofKind(all, 'Secret'), undefined);
    assert.deepEqual(container(pod, 'envoy').env, [
      { name: 'HOSTED_API_KEY', valueFrom: { secretKeyRef: { name: 'hosted', key: 'api-key' } } },
    ]);
    for (const name of ['render', 'dragoman']) {
      const { env = [], volumeMounts = [] } = container(pod, name);
      assert.equal(JSON.stringify(env).includes('secretKeyRef'), false);
      assert.deepEqual(
        volumeMounts.map((mount) => mount.name),
        ['run', 'registry'],
      );
    }
  });

  it('has a PodDisruptionBudget only when there is more than one replica', () => {
    const many = ofKind(manifests('--set', 'replicas=2'), 'PodDisruptionBudget');
    assert.equal(many?.spec?.maxUnavailable, 1);
    assert.equal(ofKind(manifests(), 'PodDisruptionBudget'), undefined);
  });

  it('waits longer for the pod to end than the drain may take', () => {
    const { spec } = podOf(manifests('--set', 'drain.delaySeconds=7,drain.maxSeconds=40'));
    assert.equal(spec.terminationGracePeriodSeconds, 67);
  });
});

describe('chart, refused values', () => {
  const refusals: readonly (readonly [what: string, value: string, named: RegExp])[] = [
    ['a misspelt key', 'replica=2', /replica/],
    ['no replica', 'replicas=0', /replicas/],
    ['a port out of range', 'service.port=70000', /service\/port/],
    ['an unknown kind', 'registry.documents[0].kind=Pool', /registry\/documents\/0\/kind/],
    ['no document', 'registry.documents=null', /documents/],
    ['a document of an unknown version', 'registry.documents[0].apiVersion=v1', /registry\/documents\/0/],
    ['a file that hides the documents', 'registry.files.registry\\.yaml=x', /registry\.yaml/],
    ['a key without its Secret', 'apiKeys.env[0].name=KEY', /apiKeys\/env\/0/],
    ['a key written into the values', 'apiKeys.env[0].value=secret', /apiKeys\/env\/0/],
    ['a collector without a scheme', 'otlp.endpoint=collector:4318', /otlp\/endpoint/],
    ['a collector over TLS', 'otlp.endpoint=https://collector:4318', /otlp\/endpoint/],
    ['an unknown log level', 'envoy.logLevel=loud', /envoy\/logLevel/],
  ];
  for (const [what, value, named] of refusals) {
    it(`refuses ${what}`, () => {
      const { status, stderr } = chart.run('template', 'dragoman', chart.folder, '--set', value);
      assert.notEqual(status, 0);
      assert.match(stderr, named);
    });
  }
});
