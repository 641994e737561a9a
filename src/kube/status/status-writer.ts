import { setTimeout as sleep } from 'node:timers/promises';
import { API_GROUP, API_GROUP_VERSION } from '../../config/api/v1alpha1/custom-resources.js';
import { sayFault, statusOf } from '../api-fault.js';
import type { ApiServer } from '../api-server.js';
import { backOff } from '../back-off.js';
import { pluralOf, readResource, type Resource } from '../resources/resource.js';
import type { ResourceStatus } from './resource-status.js';
import { tokenBucket } from '../token-bucket.js';

/** Brings the status of resources to what it should be, one after another. */
export interface StatusWriter {
  /** Something changed: looks again, at the resources that changed, or at all of them when what is said of them changed. */
  look(what: 'changed' | 'all'): void;
  readonly counts: { readonly waiting: number; readonly written: number };
  /** Whether there is nothing to do just now. */
  readonly isIdle: boolean;
  stop(): Promise<void>;
}

export interface StatusOptions {
  readonly api: ApiServer;
  readonly namespace: string;
  /** The resources as they are now, those that matter most first; none while it is not for us to write. */
  readonly resources: () => readonly Resource[];
  /** `undefined` when the resource has the status that it should have. */
  readonly next: (resource: Resource) => ResourceStatus | undefined;
  /** A status was written. */
  readonly onWritten: (before: Resource, status: ResourceStatus) => void;
  /** One line for a person, once for each reason. */
  readonly onFault: (line: string) => void;
  /** Writes: so many at once, and then so many a second. */
  readonly rate?: { readonly burst: number; readonly perSecond: number };
}

const USUAL_RATE = { burst: 50, perSecond: 20 };

export function startStatusWriter(options: StatusOptions): StatusWriter {
  return new PacedWriter(options);
}

class PacedWriter implements StatusWriter {
  readonly #options: StatusOptions;
  readonly #stopping = new AbortController();
  readonly #bucket: ReturnType<typeof tokenBucket>;
  /** What the API server answered to our last write; by uid, until the informer has it, too. */
  readonly #answers = new Map<string, { readonly to: string; readonly resource: Resource }>();
  /** Resources that have the status that they should have. */
  #good = new WeakSet<Resource>();
  #looks = 0;
  #waiting = 0;
  #current: Resource | undefined;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #written = 0;
  #fault = '';

  constructor(options: StatusOptions) {
    this.#options = options;
    this.#bucket = tokenBucket(options.rate ?? USUAL_RATE);
  }

  get counts(): { waiting: number; written: number } {
    return { waiting: this.#waiting, written: this.#written };
  }

  get isIdle(): boolean {
    return !this.#isRunning;
  }

  look(what: 'changed' | 'all'): void {
    this.#looks += 1;
    if (what === 'all') this.#good = new WeakSet();
    if (this.#isRunning || this.#stopping.signal.aborted) return;
    this.#isRunning = true;
    this.#running = this.#run().finally(() => {
      this.#isRunning = false;
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const waits = backOff(1_000);
    let looked = -1;
    while (looked !== this.#looks && !signal.aborted) {
      looked = this.#looks;
      try {
        await this.#writeAll(this.#good);
        this.#fault = '';
        waits.reset();
      } catch (error) {
        if (isAborted(signal)) return;
        this.#tellFault(error);
        await sleep(waits.next(), undefined, { signal, ref: false }).catch(() => undefined);
        // Tried again, whether anything changes or not.
        looked = -1;
      }
    }
  }

  /** @param good when another set takes its place, the rest is looked at anew */
  async #writeAll(good: WeakSet<Resource>): Promise<void> {
    const resources = this.#options.resources();
    const uids = new Set(resources.map(({ uid }) => uid));
    for (const uid of this.#answers.keys()) if (!uids.has(uid)) this.#answers.delete(uid);
    const wanting = resources.filter((resource) => this.#wants(resource, good));
    this.#waiting = wanting.length;
    for (const resource of wanting) {
      if (good !== this.#good) break;
      await this.#bucket.take(this.#stopping.signal);
      await this.#write(resource);
      this.#waiting -= 1;
    }
    this.#waiting = 0;
  }

  #wants(resource: Resource, good: WeakSet<Resource>): boolean {
    const latest = this.#latest(resource);
    if (good.has(latest)) return false;
    if (this.#options.next(latest) !== undefined) return true;
    good.add(latest);
    return false;
  }

  /** Our own write comes back through the informer only after a while. */
  #latest(resource: Resource): Resource {
    const answer = this.#answers.get(resource.uid);
    return answer?.to === resource.resourceVersion ? answer.resource : resource;
  }

  /** Whoever changed the resource meanwhile (409) wins: it is read again, and written once more if it still needs it. */
  async #write(resource: Resource): Promise<void> {
    const to = resource.resourceVersion;
    let current = this.#latest(resource);
    this.#current = current;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const status = this.#options.next(current);
      if (status === undefined) break;
      try {
        const written = this.#read(current, await this.#patch(current, status));
        this.#written += 1;
        this.#answers.set(current.uid, { to, resource: written });
        this.#options.onWritten(current, status);
        return;
      } catch (error) {
        if (statusOf(error) === 404) return;
        if (statusOf(error) !== 409) throw error;
        const found = await this.#get(current);
        if (found === undefined) return;
        current = found;
      }
    }
    this.#answers.set(current.uid, { to, resource: current });
  }

  #patch({ kind, name, resourceVersion }: Resource, status: ResourceStatus): Promise<unknown> {
    const { api, namespace } = this.#options;
    const { PatchStrategy, setHeaderOptions } = api.client;
    return api.objects.patchNamespacedCustomObjectStatus(
      {
        ...{ group: API_GROUP, version: API_GROUP_VERSION, namespace, plural: pluralOf(kind), name },
        ...{ body: { metadata: { resourceVersion }, status }, fieldManager: 'dragoman' },
      },
      setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
    );
  }

  async #get(resource: Resource): Promise<Resource | undefined> {
    const { api, namespace } = this.#options;
    const { kind, name } = resource;
    try {
      const plural = pluralOf(kind);
      const asked = { group: API_GROUP, version: API_GROUP_VERSION, namespace, plural, name };
      return this.#read(resource, await api.objects.getNamespacedCustomObject(asked));
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  }

  #read(resource: Resource, object: unknown): Resource {
    return readResource(resource.kind, object) ?? resource;
  }

  #tellFault(error: unknown): void {
    const { api, namespace, onFault } = this.#options;
    const plural = pluralOf(this.#current?.kind ?? 'ModelPool');
    const call = { verb: 'patch', resource: `${plural}.${API_GROUP}/status`, namespace };
    const line = sayFault(error, call, api.address);
    if (line === this.#fault) return;
    this.#fault = line;
    onFault(line);
  }
}

const MAX_ATTEMPTS = 3;

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
