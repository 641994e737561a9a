import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '../../demo/stand-in/json.js';
import { packageRoot } from '../../src/package-root.js';
import type { CleanUp } from './clean-up.js';
import type { Cluster, Finished, Forward } from './cluster.js';
import { twoModels } from './model-pods.js';
import { restrictedNamespace } from './node-pod.js';
import { until } from './until.js';

/** A pod, as far as the tests look at it. */
export interface ReleasePod {
  readonly name: string;
  readonly uid: string;
  readonly address: string;
  /** Whether it may get requests of the Service. */
  readonly isReady: boolean;
  /** How often each of its containers was started again, by name. */
  readonly restarts: Readonly<Record<string, number>>;
}

/** The chart in a namespace of its own, with the two models of `examples/smallest` beside it. */
export interface GatewayRelease {
  readonly namespace: string;
  /** Base URL of its Service; a connection stays with one pod. */
  readonly url: string;
  /** Ready and not ending, by age. */
  readonly pods: () => Promise<readonly ReleasePod[]>;
  /** `helm upgrade --wait` with the values of the release and these, however it ends. */
  readonly upgrade: (values: JsonObject, ...flags: readonly string[]) => Promise<Finished>;
  /** `kubectl -n NAMESPACE`. @throws Error with what it said when it fails */
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  /** A place in the namespace's network as a port of this machine, until the test ends. */
  readonly forward: (address: string, port: number) => Promise<Forward>;
}

export const CHART = join(packageRoot, 'helm/dragoman');
/** Of the release and, with the chart's name, of its Service and Deployment. */
export const RELEASE = 'gateway';
export const SERVICE = `${RELEASE}-dragoman`;

/** Several tests' pods share a small node, so they ask for little. */
const SMALL: JsonObject = {
  dragoman: { resources: { requests: { cpu: '50m', memory: '256Mi' } } },
  envoy: { resources: { requests: { cpu: '50m', memory: '64Mi' } } },
};

/** Greetings go to the small model, all else to the large one, which is the default. */
export const DOCUMENTS: readonly JsonObject[] = [
  {
    apiVersion: 'dragoman.dev/v1alpha1',
    kind: 'ModelPool',
    metadata: { name: 'pool' },
    spec: {
      default: 'large',
      models: [
        { name: 'small', url: 'http://vllm-small:8000/v1', model: 'Qwen/Qwen3-4B' },
        { name: 'large', url: 'http://vllm-large:8000/v1', model: 'Qwen/Qwen3-235B-A22B' },
      ],
    },
  },
  {
    apiVersion: 'dragoman.dev/v1alpha1',
    kind: 'Route',
    metadata: { name: 'smalltalk' },
    spec: {
      examples: [
        'hi there',
        'good morning, how are you today?',
        'tell me a joke about penguins',
        'see you tomorrow',
      ],
      target: 'small',
    },
  },
];

/** Makes the namespace, which enforces the restricted Pod Security Standard, and the models; the test's end takes all away. */
export async function openNamespace(cluster: Cluster, cleanUp: CleanUp, namespace: string): Promise<void> {
  cleanUp.add(async () => {
    await cluster.kubectl('delete', 'namespace', namespace, '--wait=false');
  });
  await cluster.apply([restrictedNamespace(namespace), ...twoModels(namespace)]);
  await cluster.kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod', '--all', '--timeout=180s');
}

/** Installs the chart with {@link DOCUMENTS} and these values into an open namespace, and waits until it serves. */
export async function installGateway(
  cluster: Cluster,
  cleanUp: CleanUp,
  { namespace, values = {} }: { readonly namespace: string; readonly values?: JsonObject },
): Promise<GatewayRelease> {
  const files = valuesFiles(cleanUp);
  const first = [files(SMALL), files({ registry: { documents: DOCUMENTS } }), files(values)];
  await cluster.helm(
    'install',
    RELEASE,
    CHART,
    '-n',
    namespace,
    ...flagsOf(first),
    '--wait',
    '--timeout=240s',
  );
  const kubectl = (...args: readonly string[]): Promise<string> => cluster.kubectl('-n', namespace, ...args);
  const forward = async (address: string, port: number): Promise<Forward> => {
    const opened = await cluster.forward(address, port);
    cleanUp.add(opened.close);
    return opened;
  };
  const { port } = await forward(
    await kubectl('get', 'service', SERVICE, '-o', 'jsonpath={.spec.clusterIP}'),
    80,
  );
  const url = `http://127.0.0.1:${port}`;
  await serviceAnswers(url);
  return {
    namespace,
    url,
    kubectl,
    forward,
    pods: () => readyPods(cluster, namespace),
    upgrade: (more, ...flags) => {
      const all = flagsOf([...first, files(more)]);
      return cluster.tryHelm('upgrade', RELEASE, CHART, '-n', namespace, ...all, '--wait', ...flags);
    },
  };
}

/** Waits until the release's Service leads to a pod that answers: it knows of its pods a moment after Kubernetes does. */
export async function serviceAnswers(url: string): Promise<void> {
  await until('the Service answers', () => statusOf(`${url}/v1/models`));
}

/** Empty where nobody answers. */
async function statusOf(url: string): Promise<string> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return String(response.status);
  } catch {
    return '';
  }
}

/** Writes values into files for Helm; merged in their order, lists replaced. */
export function valuesFiles(cleanUp: CleanUp): (values: JsonObject) => string {
  const folder = mkdtempSync(join(tmpdir(), 'values-'));
  cleanUp.add(() => {
    rmSync(folder, { recursive: true });
  });
  let count = 0;
  return (values) => {
    const file = join(folder, `${++count}.json`);
    writeFileSync(file, JSON.stringify(values));
    return file;
  };
}

function flagsOf(files: readonly string[]): readonly string[] {
  return files.map((file) => `--values=${file}`);
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly status: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
}

/** The pods of the Deployment that are not ending, ready or not, by age. */
export async function releasePods(cluster: Cluster, namespace: string): Promise<readonly ReleasePod[]> {
  const selector = `app.kubernetes.io/name=dragoman,app.kubernetes.io/instance=${RELEASE}`;
  const list = await cluster.get(
    'pods',
    '-n',
    namespace,
    '-l',
    selector,
    '--sort-by=.metadata.creationTimestamp',
  );
  return (list as { readonly items: readonly PodObject[] }).items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ metadata, status }) => ({
      name: metadata.name,
      uid: metadata.uid,
      address: status.podIP ?? '',
      isReady: status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false,
      restarts: Object.fromEntries(
        [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].map(
          ({ name, restartCount }) => [name, restartCount],
        ),
      ),
    }));
}

async function readyPods(cluster: Cluster, namespace: string): Promise<readonly ReleasePod[]> {
  return (await releasePods(cluster, namespace)).filter(({ isReady }) => isReady);
}
