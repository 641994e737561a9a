import type { LoadResult } from '../../config/load.js';
import { formatProblem } from '../../config/problem.js';
import { reasonOf } from '../../errors.js';
import { type ApiServer, connectApiServer, findApiServer } from '../../kube/api-server.js';
import { type EventCounts, type EventRecorder, startEventRecorder } from '../../kube/event-recorder.js';
import { fillMirror } from '../../kube/mirror/fill-mirror.js';
import { keepMirror, type KeptMirror } from '../../kube/mirror/keep-mirror.js';
import { type Mirror, openMirror } from '../../kube/mirror/mirror.js';
import { identityOf, podFrom } from '../../kube/pod.js';
import { type ResourceReporter, startResourceReporter } from '../../kube/status/resource-reporter.js';

/** What of Kubernetes' API is used. */
export interface ClusterOptions {
  /** Where the custom resources are that the registry's folder is filled with; `undefined`: it is filled otherwise. */
  readonly crds: { readonly namespace: string; readonly files: string | undefined } | undefined;
  /** The Lease by which one replica is chosen that writes the status of custom resources. */
  readonly lease: string;
  /** Whether refused registries are told as Events. */
  readonly events: boolean;
}

/** What the cluster is told, and what it tells. Nothing of it ever keeps a registry out of service. */
export interface Cluster {
  /** The registry's folder was read, good or bad. */
  read(result: LoadResult): void;
  /** What is in service now, and why the newest good registry is not. */
  serves(version: string | undefined, waitingFor?: string): void;
  /** From now on the folder follows the custom resources. */
  follow(): void;
  /** Tells of a registry that is refused at the start, before the process ends. */
  tellRefused(result: LoadResult): Promise<void>;
  readonly counts: ClusterCounts;
  stop(): Promise<void>;
}

export interface ClusterCounts {
  /** `undefined` where custom resources are not used. */
  readonly resources:
    | {
        readonly isConnected: boolean;
        readonly isLeader: boolean;
        readonly waiting: number;
        readonly written: number;
      }
    | undefined;
  /** `undefined` where no Events are told. */
  readonly events: EventCounts | undefined;
}

/** Tells a person; `about` is for machines. */
export type Say = (
  level: 'info' | 'warn',
  message: string,
  about?: Readonly<Record<string, unknown>>,
) => void;

interface ClusterParts {
  readonly directory: string;
  readonly cluster: ClusterOptions;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: Say;
}

/**
 * Fills the registry's folder with the custom resources of a namespace, and prepares to tell what comes of them.
 *
 * @returns `undefined` where nothing of Kubernetes is asked for, or only Events, and no API server is known
 * @throws {DragomanError} `kubernetes_unavailable`, `folder_unwritable`, `registry_unreadable`
 */
export async function startCluster(parts: ClusterParts): Promise<Cluster | undefined> {
  const { crds, events } = parts.cluster;
  if (crds !== undefined) return openResources(await connectApiServer(parts.environment), crds, parts);
  return events ? openEvents(parts) : undefined;
}

/** The client is imported at the first Event only: most processes never tell one. */
function openEvents(parts: ClusterParts): Cluster | undefined {
  const { environment, say } = parts;
  try {
    findApiServer(environment);
  } catch (error) {
    say('warn', 'no Events: refused registries are only logged', { reason: reasonOf(error) });
    return undefined;
  }
  const pod = podFrom(environment);
  const events = openRecorder(parts, { pod, connect: () => connectApiServer(environment) });
  return new ConnectedCluster({ following: undefined, reporter: undefined, events, pod, say });
}

interface RecorderParts {
  readonly pod: ReturnType<typeof podFrom>;
  readonly identity?: string;
  readonly connect: () => Promise<ApiServer>;
}

function openRecorder(
  { say }: ClusterParts,
  { pod, identity = identityOf(pod), connect }: RecorderParts,
): EventRecorder {
  const onFault = (line: string): void => {
    say('warn', line);
  };
  if (pod === undefined) onFault('POD_NAME and POD_NAMESPACE are not set: no Events of this pod');
  return startEventRecorder({ connect, instance: identity, onFault });
}

async function openResources(
  api: ApiServer,
  crds: NonNullable<ClusterOptions['crds']>,
  parts: ClusterParts,
): Promise<Cluster> {
  const { directory, cluster, environment, say } = parts;
  const warn = (line: string): void => {
    say('warn', line);
  };
  const { lease } = cluster;
  const pod = podFrom(environment);
  const identity = identityOf(pod);
  const mirror = await openMirror(directory);
  const found = await fillMirror(mirror, { api, ...crds }, warn);
  const connect = (): Promise<ApiServer> => Promise.resolve(api);
  const events = cluster.events ? openRecorder(parts, { pod, identity, connect }) : undefined;
  const reporter = startResourceReporter({
    ...{ api, namespace: crds.namespace, mirror, events, onFault: warn },
    lease: { name: lease, identity },
    onLeader: (isLeader) => {
      const who = isLeader ? 'this replica writes' : 'another replica writes';
      say('info', `${who} the status of custom resources`, { lease });
    },
  });
  if (found !== undefined) reporter.found(found);
  const following = { mirror, source: { api, ...crds } };
  return new ConnectedCluster({ following, reporter, events, pod, say });
}

interface ConnectedParts {
  readonly following:
    { readonly mirror: Mirror; readonly source: Parameters<typeof keepMirror>[1] } | undefined;
  readonly reporter: ResourceReporter | undefined;
  readonly events: EventRecorder | undefined;
  readonly pod: ReturnType<typeof podFrom>;
  readonly say: Say;
}

/** Longest wait for a status and an Event at a start that is refused, in milliseconds. */
const TELL_MS = 5_000;

class ConnectedCluster implements Cluster {
  readonly #parts: ConnectedParts;
  #kept: KeptMirror | undefined;
  #isRefused = false;

  constructor(parts: ConnectedParts) {
    this.#parts = parts;
  }

  get counts(): ClusterCounts {
    const { reporter, events } = this.#parts;
    const resources = reporter && {
      isConnected: this.#kept?.isConnected ?? false,
      isLeader: reporter.isLeader,
      ...reporter.counts,
    };
    return { resources, events: events?.counts };
  }

  read(result: LoadResult): void {
    const { reporter } = this.#parts;
    reporter?.read(result);
    if (!result.ok) {
      const lines = reporter?.lines ?? result.problems.map(formatProblem);
      this.#tell('Warning', 'RegistryRefused', lines);
    } else if (this.#isRefused) {
      this.#tell('Normal', 'RegistryAccepted', [`version ${result.registry.version} is good`]);
    }
    this.#isRefused = !result.ok;
  }

  serves(version: string | undefined, waitingFor?: string): void {
    this.#parts.reporter?.serves({ version, waitingFor });
  }

  follow(): void {
    const { following, reporter, say } = this.#parts;
    if (following === undefined || reporter === undefined) return;
    this.#kept = keepMirror(following.mirror, following.source, {
      onResources: (resources) => {
        reporter.found(resources);
      },
      onLost: (line) => {
        say('warn', 'custom resources are not followed; the last good registry serves on', { reason: line });
      },
      onFound: () => {
        say('info', 'custom resources are followed again');
      },
      onFault: (line) => {
        say('warn', 'the mirror of custom resources stays as it is', { reason: line });
      },
    });
  }

  async tellRefused(result: LoadResult): Promise<void> {
    this.read(result);
    await this.#parts.reporter?.settled(TELL_MS);
  }

  async stop(): Promise<void> {
    await this.#kept?.stop();
    await this.#parts.reporter?.stop();
    await this.#parts.events?.stop();
  }

  #tell(type: 'Normal' | 'Warning', reason: string, lines: readonly string[]): void {
    const { events, pod } = this.#parts;
    if (pod !== undefined) events?.tell(pod, { type, reason, action: 'Load', lines });
  }
}
