import { setTimeout as sleep } from 'node:timers/promises';
import { sayFault, statusOf } from '../api-fault.js';
import { isMapping } from '../../config/mapping.js';
import type { ApiServer } from '../api-server.js';
import { microTime } from '../micro-time.js';

/** A Lease, as far as it concerns us (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/). */
interface Lease {
  readonly metadata: { readonly uid?: string; readonly resourceVersion?: string };
  readonly spec: LeaseSpec;
}

interface LeaseSpec {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
}

const LEASES = { group: 'coordination.k8s.io', version: 'v1', plural: 'leases' };

/** One of the replicas that share a Lease holds it. */
export interface LeaseElector {
  /** Whether we hold it, by our own clock: false as soon as another replica could. */
  readonly isHeld: boolean;
  /** Gives it back, so that another replica need not wait for its end. */
  stop(): Promise<void>;
}

export interface LeaseOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Names us; no other replica may have it. */
  readonly identity: string;
  /** Called when we get it, and when we lose it. */
  readonly onChange: (isHeld: boolean) => void;
  /** One line for a person, once for each reason. */
  readonly onFault: (line: string) => void;
  readonly times?: Partial<LeaseTimes>;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export interface LeaseTimes {
  /** How long others wait after the last renewal that they saw, in whole seconds. Default 30. */
  readonly durationSeconds: number;
  /** How long we call ourselves the holder after our last renewal, in milliseconds; less than that. Default 20,000. */
  readonly holdMs: number;
  /** Pause between two tries, in milliseconds; up to a fifth more. Default 5,000. */
  readonly retryMs: number;
}

const USUAL_TIMES: LeaseTimes = { durationSeconds: 30, holdMs: 20_000, retryMs: 5_000 };

/**
 * Takes part in the election for a Lease, by the rules of client-go
 * (https://pkg.go.dev/k8s.io/client-go/tools/leaderelection): a Lease is free when it has no holder, or when it was not
 * renewed for as long as it says since we first saw it as it is. No time that another machine wrote is compared with ours, so
 * clocks may differ. Two replicas never both change it: each change names the version that it replaces.
 */
export function joinElection(options: LeaseOptions): LeaseElector {
  return new Candidate(options);
}

class Candidate implements LeaseElector {
  readonly #options: LeaseOptions;
  readonly #times: LeaseTimes;
  readonly #now: () => number;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  /** What we saw last, and when it first looked so. */
  #seen = '';
  #seenAt = 0;
  #renewedAt = -Infinity;
  #wasHeld = false;
  #fault = '';

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#times = { ...USUAL_TIMES, ...options.times };
    this.#now = options.now ?? ((): number => performance.now());
    this.#running = this.#run();
  }

  get isHeld(): boolean {
    return this.#now() < this.#renewedAt + this.#times.holdMs;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    if (!this.isHeld) return;
    this.#renewedAt = -Infinity;
    this.#tellChange();
    try {
      const lease = await this.#read();
      if (lease?.spec.holderIdentity === this.#options.identity) {
        await this.#replace(lease, { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 });
      }
    } catch {
      // It ends by itself.
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        if (await this.#take()) this.#renewedAt = this.#now();
        else this.#renewedAt = -Infinity;
        this.#fault = '';
      } catch (error) {
        // Somebody else was quicker (409): the next look tells who.
        if (statusOf(error) !== 409) this.#tellFault(error);
      }
      this.#tellChange();
      const wait = this.#times.retryMs * (1 + Math.random() / 5);
      await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** One try to get or to keep it. */
  async #take(): Promise<boolean> {
    const { identity } = this.#options;
    const lease = await this.#read();
    const now = microTime(Date.now());
    const mine = {
      holderIdentity: identity,
      leaseDurationSeconds: this.#times.durationSeconds,
      renewTime: now,
    };
    if (lease === undefined) {
      await this.#create({ ...mine, acquireTime: now, leaseTransitions: 0 });
      return true;
    }
    const { spec } = lease;
    const isMine = spec.holderIdentity === identity;
    if (!isMine && !this.#isFree(lease)) return false;
    const taken = { acquireTime: now, leaseTransitions: (spec.leaseTransitions ?? 0) + 1 };
    await this.#replace(lease, { ...spec, ...mine, ...(isMine ? {} : taken) });
    return true;
  }

  #isFree({ spec, metadata }: Lease): boolean {
    const seen = JSON.stringify([metadata.uid, metadata.resourceVersion]);
    if (seen !== this.#seen) [this.#seen, this.#seenAt] = [seen, this.#now()];
    if (spec.holderIdentity === undefined || spec.holderIdentity === '') return true;
    const seconds = spec.leaseDurationSeconds ?? this.#times.durationSeconds;
    return this.#now() >= this.#seenAt + seconds * 1000;
  }

  async #read(): Promise<Lease | undefined> {
    const { api, name, namespace } = this.#options;
    try {
      return leaseOf(await api.objects.getNamespacedCustomObject({ ...LEASES, name, namespace }));
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw new LeaseError('get', error);
    }
  }

  async #create(spec: LeaseSpec): Promise<void> {
    const { api, name, namespace } = this.#options;
    const body = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name, namespace }, spec };
    try {
      await api.objects.createNamespacedCustomObject({ ...LEASES, namespace, body });
    } catch (error) {
      throw new LeaseError('create', error);
    }
  }

  /** With the version that was read: the API server refuses it (409) when another replica was quicker. */
  async #replace(lease: Lease, spec: LeaseSpec): Promise<void> {
    const { api, name, namespace } = this.#options;
    try {
      const body = { ...lease, spec };
      await api.objects.replaceNamespacedCustomObject({ ...LEASES, name, namespace, body });
    } catch (error) {
      throw new LeaseError('update', error);
    }
  }

  #tellFault(error: unknown): void {
    const { api, namespace, onFault } = this.#options;
    const verb = error instanceof LeaseError ? error.verb : 'get';
    const cause = error instanceof LeaseError ? error.cause : error;
    const line = sayFault(cause, { verb, resource: 'leases.coordination.k8s.io', namespace }, api.address);
    if (line === this.#fault) return;
    this.#fault = line;
    onFault(line);
  }

  #tellChange(): void {
    const { isHeld } = this;
    if (isHeld === this.#wasHeld) return;
    this.#wasHeld = isHeld;
    this.#options.onChange(isHeld);
  }
}

/** All of it, for a replacement must not lose what others wrote. */
function leaseOf(object: unknown): Lease {
  const { metadata, spec, ...rest } = isMapping(object) ? object : {};
  return { ...rest, metadata: isMapping(metadata) ? metadata : {}, spec: isMapping(spec) ? spec : {} };
}

class LeaseError extends Error {
  readonly verb: string;
  readonly code: number | undefined;

  constructor(verb: string, cause: unknown) {
    super(`cannot ${verb} the lease`, { cause });
    this.verb = verb;
    this.code = statusOf(cause);
  }
}
