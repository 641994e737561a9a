import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult } from '../../config/load.js';
import { isMapping } from '../../config/mapping.js';
import { API_VERSION } from '../../config/schemas.js';
import type { ApiServer } from '../api-server.js';
import type { EventRecorder } from '../event-recorder.js';
import { joinElection, type LeaseElector, type LeaseTimes } from './lease-elector.js';
import type { Mirror } from '../mirror/mirror.js';
import type { Resource } from '../resources/resource.js';
import {
  type Condition,
  nextStatus,
  readConditions,
  type ResourceStatus,
  type Serving,
} from './resource-status.js';
import { startStatusWriter, type StatusWriter } from './status-writer.js';
import { linesOf, type Verdict, verdictOf } from './verdict.js';

/** Tells in the status of each custom resource what came of it; of the replicas that share a Lease, one does. */
export interface ResourceReporter {
  /** The resources as they are now. */
  found(resources: readonly Resource[]): void;
  /** The mirror was read, good or bad. */
  read(result: LoadResult): void;
  serves(serving: Serving): void;
  readonly isLeader: boolean;
  /** What is wrong with the newest registry, line by line; empty for nothing. */
  readonly lines: readonly string[];
  /** Waits until all that is to be told was told by us; where another replica tells it, until the deadline. */
  settled(deadlineMs: number): Promise<void>;
  readonly counts: StatusWriter['counts'];
  stop(): Promise<void>;
}

export interface ReporterOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  readonly mirror: Mirror;
  readonly lease: { readonly name: string; readonly identity: string; readonly times?: Partial<LeaseTimes> };
  /** Gets an Event when a resource is refused, and when it is accepted again; none without. */
  readonly events: EventRecorder | undefined;
  readonly onLeader: (isLeader: boolean) => void;
  /** One line for a person. */
  readonly onFault: (line: string) => void;
}

export function startResourceReporter(options: ReporterOptions): ResourceReporter {
  return new LeaderReporter(options);
}

class LeaderReporter implements ResourceReporter {
  readonly #options: ReporterOptions;
  readonly #writer: StatusWriter;
  /** `undefined` until there is something to tell. */
  #elector: LeaseElector | undefined;
  #resources: readonly Resource[] = [];
  #result: LoadResult | undefined;
  #verdict: Verdict | undefined;
  #serving: Serving = { version: undefined, waitingFor: undefined };

  constructor(options: ReporterOptions) {
    this.#options = options;
    const { api, namespace, onFault } = options;
    this.#writer = startStatusWriter({
      ...{ api, namespace, onFault },
      resources: () => (this.isLeader ? this.#inOrder() : []),
      next: (resource) => this.#verdict && nextStatus(resource, this.#verdict, this.#serving, new Date()),
      onWritten: (resource, status) => {
        this.#tellEvent(resource, status);
      },
    });
  }

  get isLeader(): boolean {
    return this.#elector?.isHeld ?? false;
  }

  get counts(): StatusWriter['counts'] {
    return this.#writer.counts;
  }

  get lines(): readonly string[] {
    return this.#verdict === undefined ? [] : linesOf(this.#verdict);
  }

  async settled(deadlineMs: number): Promise<void> {
    const end = performance.now() + deadlineMs;
    while (performance.now() < end && !(this.isLeader && this.#writer.isIdle)) await sleep(LOOK_MS);
  }

  found(resources: readonly Resource[]): void {
    const isFirst = this.#resources.length === 0;
    this.#resources = resources;
    // Titles of resources that were not known when the mirror was read.
    if (isFirst) this.#judge();
    this.#writer.look('changed');
  }

  read(result: LoadResult): void {
    this.#result = result;
    this.#judge();
    this.#elector ??= this.#join();
    this.#writer.look('all');
  }

  serves(serving: Serving): void {
    this.#serving = serving;
    this.#writer.look('all');
  }

  async stop(): Promise<void> {
    await this.#writer.stop();
    await this.#elector?.stop();
  }

  #join(): LeaseElector {
    const { api, namespace, lease, onFault, onLeader } = this.#options;
    return joinElection({
      ...{ api, namespace, onFault, ...lease },
      onChange: (isHeld) => {
        onLeader(isHeld);
        this.#writer.look('all');
      },
    });
  }

  #judge(): void {
    const { mirror, namespace } = this.#options;
    const hashes = mirror.hashesOf(this.#result?.mounted);
    if (this.#result === undefined || hashes === undefined) return;
    const about = { folder: mirror.folder, namespace, resources: this.#resources };
    this.#verdict = verdictOf(this.#result, hashes, about);
  }

  /** Those that are at fault first: somebody waits for them. */
  #inOrder(): readonly Resource[] {
    const problems = this.#verdict?.problems;
    if (problems === undefined || problems.size === 0) return this.#resources;
    const isBad = ({ file }: Resource): boolean => problems.has(file);
    return [...this.#resources.filter(isBad), ...this.#resources.filter((one) => !isBad(one))];
  }

  /** @param before the resource as it was @param status its new one */
  #tellEvent(before: Resource, status: ResourceStatus): void {
    const old = acceptedIn(before.status);
    const now = acceptedIn(status);
    const isNews = old?.status !== now?.status || old?.message !== now?.message;
    if (now === undefined || !isNews) return;
    const { kind, name, namespace, uid } = before;
    const regarding = { apiVersion: API_VERSION, kind, name, namespace, uid };
    const common = { reason: now.reason, action: 'Load' };
    if (now.status === 'False') {
      this.#options.events?.tell(regarding, { ...common, type: 'Warning', lines: now.message.split('\n') });
    } else if (old?.status === 'False') {
      this.#options.events?.tell(regarding, {
        ...common,
        type: 'Normal',
        lines: ['nothing is wrong with it'],
      });
    }
  }
}

function acceptedIn(status: unknown): Condition | undefined {
  return readConditions(isMapping(status) ? status['conditions'] : []).find(
    ({ type }) => type === 'Accepted',
  );
}

/** Pause between two looks whether all is written, in milliseconds. */
const LOOK_MS = 20;
