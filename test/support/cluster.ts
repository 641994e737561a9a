import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../../src/package-root.js';

/** How a program ended. */
export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run; `timeoutMs` kills it, never by default. */
export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

/** A port of 127.0.0.1 that leads into the cluster. */
export interface Forward {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** A real Kubernetes of one node; see scripts/cluster/README.md. */
export interface Cluster {
  /** Of its administrator, for this process. */
  readonly kubeconfig: string;
  /** Runs a program inside the cluster's network, however it ends. */
  readonly run: (command: string, args: readonly string[], options?: RunOptions) => Promise<Finished>;
  /** What `kubectl` prints. @throws Error with what it said when it fails */
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  /** Runs `kubectl`, however it ends. */
  readonly tryKubectl: (...args: readonly string[]) => Promise<Finished>;
  /** What `kubectl apply -f -` prints about these manifests. @throws Error when they are refused */
  readonly apply: (manifests: string | readonly unknown[], ...args: readonly string[]) => Promise<string>;
  /** What `helm` prints. @throws Error with what it said when it fails */
  readonly helm: (...args: readonly string[]) => Promise<string>;
  /** Runs `helm`, however it ends. */
  readonly tryHelm: (...args: readonly string[]) => Promise<Finished>;
  /** An object of the cluster, as JSON. */
  readonly get: (...args: readonly string[]) => Promise<unknown>;
  readonly forward: (host: string, port: number) => Promise<Forward>;
  /** Gives the node the images of an archive. */
  readonly load: (archive: string) => Promise<void>;
  /** Kills a part, such as `kube-apiserver`; only where this process brought the cluster up. */
  readonly stopPart: (name: string) => Promise<void>;
  /** Starts it again, and waits until it serves. */
  readonly startPart: (name: string) => Promise<void>;
  /** Takes the cluster down, unless it is shared. */
  readonly stop: () => Promise<void>;
}

type Run = (...args: readonly string[]) => Promise<Finished>;

interface Handle extends Pick<
  Cluster,
  'kubeconfig' | 'run' | 'forward' | 'load' | 'stopPart' | 'startPart' | 'stop'
> {
  readonly kubectl: Run;
  readonly apply: (manifests: string, ...args: readonly string[]) => Promise<Finished>;
  readonly helm: Run;
}

/** An API server of the test's own, on this machine's loopback. */
export async function startApiServer(): Promise<Cluster> {
  return clusterOf(await (await scripts()).up({ tier: 'api' }));
}

/** The node that `npm run test:cluster` shares among its tests; without one, a node of the test's own. */
export async function openNode(): Promise<Cluster> {
  const state = process.env['DRAGOMAN_CLUSTER'];
  if (state === undefined) return startNode();
  const { attach } = await scripts();
  const notShared = (): Promise<never> =>
    Promise.reject(new Error('this cluster is shared with other tests'));
  const stop = (): Promise<void> => Promise.resolve();
  return clusterOf({ ...attach(state), stopPart: notShared, startPart: notShared, stop });
}

/** A node of the test's own, whose parts it may stop. */
export async function startNode(): Promise<Cluster> {
  const images = ['dragoman.tar', 'envoy.tar'].map((name) => join(packageRoot, '.cache/images', name));
  return clusterOf(await (await scripts()).up({ tier: 'node', images }));
}

interface Scripts {
  readonly up: (options: UpOptions) => Promise<Handle>;
  readonly attach: (state: string) => Omit<Handle, 'stopPart' | 'startPart' | 'stop'>;
}

interface UpOptions {
  readonly tier: 'api' | 'node';
  readonly images?: readonly string[];
}

async function scripts(): Promise<Scripts> {
  const load = async (name: string): Promise<Readonly<Record<string, unknown>>> =>
    (await import(pathToFileURL(join(packageRoot, 'scripts/cluster', name)).href)) as Record<string, unknown>;
  const { upCluster } = await load('up-cluster.mjs');
  const { attachCluster } = await load('cluster-handle.mjs');
  return { up: upCluster as Scripts['up'], attach: attachCluster as Scripts['attach'] };
}

function clusterOf(handle: Handle): Cluster {
  const kubectl = async (...args: readonly string[]): Promise<string> =>
    textOf(`kubectl ${args.join(' ')}`, await handle.kubectl(...args));
  return {
    ...handle,
    kubectl,
    tryKubectl: handle.kubectl,
    apply: async (manifests, ...args) => {
      const text = typeof manifests === 'string' ? manifests : listOf(manifests);
      return textOf('kubectl apply', await handle.apply(text, ...args));
    },
    helm: async (...args) => textOf(`helm ${args.join(' ')}`, await handle.helm(...args)),
    tryHelm: handle.helm,
    get: async (...args) => JSON.parse(await kubectl('get', '-o', 'json', ...args)) as unknown,
  };
}

function listOf(items: readonly unknown[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

function textOf(what: string, { status, stdout, stderr }: Finished): string {
  if (status === 0) return stdout;
  throw new Error(`${what} failed (exit code ${status}):\n${stdout}${stderr}`);
}
