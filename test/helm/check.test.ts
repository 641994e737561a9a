import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { packageRoot } from '../../src/package-root.js';
import { type Finished, type HelmChart, openHelmChart } from '../support/helm-chart.js';
import { container, type Manifest, type PodTemplate, theOne } from './manifest.js';
import { VARIANTS } from './variants.js';

/** What the image starts. */
const PROGRAM = '/app/dist/src/cli/main.js';

let chart: HelmChart;
let envoy: string;

before(async () => {
  chart = openHelmChart();
  envoy = await envoyBinary();
});

after(() => {
  chart.close();
});

function jobOf(args: readonly string[]): Manifest {
  return theOne(chart.manifests(...args) as readonly Manifest[], 'Job');
}

function podOfJob(args: readonly string[]): PodTemplate {
  const template = jobOf(args).spec?.template;
  assert.ok(template);
  return template;
}

/** Runs a container of the Job here: its folders are below `root`, its program is the one of this build. */
function runHere(program: string, args: readonly string[], root: string): Finished {
  const own = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
  const moved = args.map((arg) =>
    arg.replace(/^(--static=)?\/(run\/dragoman|etc\/dragoman)/, `$1${root}/$2`).replace(PROGRAM, own),
  );
  const { status, stdout, stderr } = spawnSync(program, moved, {
    encoding: 'utf8',
    env: { ...process.env, HOSTED_API_KEY: 'secret' },
  });
  return { status, stdout, stderr };
}

/** Puts the registry of the check where the Job would find it. */
function mountRegistry(name: string, text: string): string {
  const root = join(chart.home, name);
  mkdirSync(join(root, 'run/dragoman'), { recursive: true });
  mkdirSync(join(root, 'etc/dragoman/registry'), { recursive: true });
  writeFileSync(join(root, 'etc/dragoman/registry/registry.yaml'), text);
  return root;
}

describe('chart, check before an upgrade', () => {
  it('runs before anything else, once, and stays with its log where it failed', () => {
    const { metadata, spec } = jobOf(VARIANTS.default);
    assert.deepEqual(metadata.annotations, {
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      'helm.sh/hook-output-log-policy': 'hook-failed',
    });
    assert.equal(spec?.['backoffLimit'], 0);
    assert.equal(spec['activeDeadlineSeconds'], 120);
    assert.equal(podOfJob(VARIANTS.default).spec.serviceAccountName, undefined);
  });

  it('uses the images to come, and Envoy only where it is ours', () => {
    const args = ['--set', 'dragoman.image.tag=next,envoy.image.tag=v2'];
    const pod = podOfJob(args);
    assert.equal(container(pod, 'render').image, 'dragoman:next');
    assert.equal(container(pod, 'validate').image, 'envoyproxy/envoy:v2');
    for (const mode of ['sidecar', 'extension']) {
      const { spec } = podOfJob([...args, '--set', `mode=${mode}`]);
      assert.equal(spec.initContainers, undefined);
      assert.deepEqual(
        spec.containers.map(({ args: given }) => given),
        [['check', '/etc/dragoman/registry']],
      );
    }
  });

  it('passes a registry that the new Dragoman reads and the new Envoy takes', () => {
    const pod = podOfJob(VARIANTS.traced);
    const text = readFileSync(join(packageRoot, 'examples/cascade/registry.yaml'), 'utf8');
    const root = mountRegistry('good', text);
    const rendered = runHere(process.execPath, [PROGRAM, ...(container(pod, 'render').args ?? [])], root);
    assert.equal(rendered.status, 0, rendered.stderr);
    const validated = runHere(envoy, container(pod, 'validate').args ?? [], root);
    assert.equal(validated.status, 0, validated.stderr);
    assert.match(validated.stdout + validated.stderr, /envoy\.yaml' OK/);
  });

  it('ends on a registry with a problem, and says which in a container whose log Helm prints', () => {
    const text = readFileSync(join(packageRoot, 'examples/smallest/registry.yaml'), 'utf8');
    const root = mountRegistry('bad', text.replace('default: large', 'default: huge'));
    const pod = podOfJob([]);
    assert.deepEqual(
      pod.spec.containers.map(({ name }) => name),
      ['check', 'validate'],
    );
    const checked = runHere(process.execPath, [PROGRAM, ...(container(pod, 'check').args ?? [])], root);
    assert.equal(checked.status, 1);
    assert.match(checked.stdout + checked.stderr, /registry\.yaml:\d+.*huge/);
    // The others have nothing to add.
    assert.equal(
      runHere(process.execPath, [PROGRAM, ...(container(pod, 'render').args ?? [])], root).status,
      0,
    );
    assert.equal(runHere(envoy, container(pod, 'validate').args ?? [], root).status, 0);
  });

  it('has Envoy refuse what it would not take', () => {
    const root = mountRegistry('refused', '');
    writeFileSync(join(root, 'run/dragoman/envoy.yaml'), 'static_resources: { listener: [] }\n');
    const { status, stderr } = runHere(envoy, container(podOfJob([]), 'validate').args ?? [], root);
    assert.notEqual(status, 0);
    assert.match(stderr, /listener/);
  });
});
