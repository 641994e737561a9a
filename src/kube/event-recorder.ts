import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '../errors.js';
import { sayFault, statusOf } from './api-fault.js';
import type { ApiServer } from './api-server.js';
import { backOff } from './back-off.js';
import { joinLines } from './join-lines.js';
import { microTime } from './micro-time.js';
import type { ObjectReference } from './pod.js';
import { tokenBucket, type TokenBucket } from './token-bucket.js';

/** What is told of an object. */
export interface KubernetesEvent {
  readonly type: 'Normal' | 'Warning';
  /** CamelCase, such as `RegistryRefused`. */
  readonly reason: string;
  /** What was done, CamelCase, such as `Load`. */
  readonly action: string;
  /** Lines for a person; cut at 1,024 characters, as the API server wants it. */
  readonly lines: readonly string[];
}

/** Tells of what happened to objects as Events (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/). */
export interface EventRecorder {
  /** Never throws, never waits. The same event again within minutes makes a series of the first one. */
  tell(regarding: ObjectReference, event: KubernetesEvent): void;
  readonly counts: EventCounts;
  /** Sends what waits, for two seconds at most. */
  stop(): Promise<void>;
}

export interface EventCounts {
  readonly waiting: number;
  readonly written: number;
  /** By cause: too many at a time, or the API server did not take them. */
  readonly dropped: { readonly full: number; readonly failed: number };
}

export interface EventOptions {
  /** Asked at the first Event, and again after a failure; what it gives is kept. */
  readonly connect: () => Promise<ApiServer>;
  /** Our pod, or whatever names us. */
  readonly instance: string;
  /** One line for a person, once for each reason. */
  readonly onFault: (line: string) => void;
  readonly now?: () => number;
}

/** Events of one object: a burst, and then one in so many seconds, as with client-go's spam filter. */
const RATE = { burst: 25, perSecond: 1 / 60 };
/** Events that wait, series and rates that are remembered. */
const [MAX_WAITING, MAX_KNOWN] = [500, 4_096];
/** A series ends when its event does not come again for so long, in milliseconds. */
const SERIES_MS = 6 * 60_000;
/** An event that cannot be sent for so long is dropped, in milliseconds. */
const PATIENCE_MS = 10 * 60_000;
const MAX_NOTE = 1_024;
const EVENTS = { group: 'events.k8s.io', version: 'v1', plural: 'events' };
const STOP_MS = 2_000;

export function startEventRecorder(options: EventOptions): EventRecorder {
  return new QueuedRecorder(options);
}

/** An event that was told, and how often. */
interface Told {
  readonly name: string;
  readonly namespace: string;
  readonly regarding: ObjectReference;
  readonly event: KubernetesEvent;
  readonly since: number;
  count: number;
  /** How often the API server knows of. */
  sent: number;
  lastAt: number;
  isWaiting: boolean;
}

class QueuedRecorder implements EventRecorder {
  readonly #options: EventOptions;
  readonly #now: () => number;
  readonly #told = new Map<string, Told>();
  readonly #rates = new Map<string, TokenBucket>();
  readonly #queue: Told[] = [];
  readonly #stopping = new AbortController();
  readonly #counts = { written: 0, full: 0, failed: 0 };
  #sending: Promise<void> = Promise.resolve();
  #isSending = false;
  #fault = '';
  #api: ApiServer | undefined;

  constructor(options: EventOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  get counts(): EventCounts {
    const { written, full, failed } = this.#counts;
    return { waiting: this.#queue.length, written, dropped: { full, failed } };
  }

  tell(regarding: ObjectReference, event: KubernetesEvent): void {
    const key = keyOf(regarding, event);
    const now = this.#now();
    const before = this.#told.get(key);
    const told =
      before !== undefined && now - before.lastAt < SERIES_MS ? before : this.#newTold(regarding, event);
    told.count += 1;
    told.lastAt = now;
    this.#told.delete(key);
    this.#told.set(key, told);
    forgetOldest(this.#told);
    if (told.isWaiting) return;
    if (this.#queue.length >= MAX_WAITING || !this.#rateOf(regarding).tryTake()) {
      this.#counts.full += 1;
      return;
    }
    told.isWaiting = true;
    this.#queue.push(told);
    this.#wake();
  }

  async stop(): Promise<void> {
    const timer = setTimeout(() => {
      this.#stopping.abort();
    }, STOP_MS);
    await this.#sending;
    clearTimeout(timer);
    this.#stopping.abort();
  }

  #newTold(regarding: ObjectReference, event: KubernetesEvent): Told {
    const now = this.#now();
    const { name, namespace } = regarding;
    return {
      // An object's name may be as long as an event's: cut it, and add what no other event has.
      name: `${name.slice(0, 200)}.${now.toString(16)}${randomBytes(4).toString('hex')}`,
      ...{ namespace, regarding, event, since: now, count: 0, sent: 0, lastAt: now, isWaiting: false },
    };
  }

  #rateOf(regarding: ObjectReference): TokenBucket {
    const key = JSON.stringify([regarding.kind, regarding.namespace, regarding.name]);
    const rate = this.#rates.get(key) ?? tokenBucket(RATE, this.#now);
    this.#rates.set(key, rate);
    forgetOldest(this.#rates);
    return rate;
  }

  #wake(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    this.#sending = this.#sendAll().finally(() => {
      this.#isSending = false;
    });
  }

  async #sendAll(): Promise<void> {
    const waits = backOff(1_000);
    const { signal } = this.#stopping;
    for (let next = this.#queue[0]; next !== undefined && !signal.aborted; next = this.#queue[0]) {
      next.isWaiting = false;
      try {
        await this.#send(next);
        this.#counts.written += 1;
        this.#fault = '';
        waits.reset();
      } catch (error) {
        this.#tellFault(error);
        const mayWork = isPassing(error) && this.#now() - next.lastAt < PATIENCE_MS;
        if (mayWork) {
          next.isWaiting = true;
          await sleep(waits.next(), undefined, { signal, ref: false }).catch(() => undefined);
          continue;
        }
        this.#counts.failed += 1;
      }
      this.#queue.shift();
    }
  }

  async #send(told: Told): Promise<void> {
    this.#api ??= await this.#options.connect();
    const { objects, client } = this.#api;
    const { name, namespace, count } = told;
    if (told.sent === 0) {
      await objects.createNamespacedCustomObject({ ...EVENTS, namespace, body: this.#bodyOf(told) });
    } else {
      const body = { series: seriesOf(told) };
      const asMerge = client.setHeaderOptions('Content-Type', client.PatchStrategy.MergePatch);
      await objects.patchNamespacedCustomObject({ ...EVENTS, namespace, name, body }, asMerge);
    }
    told.sent = count;
  }

  #bodyOf(told: Told): object {
    const { type, reason, action, lines } = told.event;
    return {
      apiVersion: `${EVENTS.group}/${EVENTS.version}`,
      kind: 'Event',
      metadata: { name: told.name, namespace: told.namespace },
      eventTime: microTime(told.since),
      ...(told.count > 1 ? { series: seriesOf(told) } : {}),
      ...{ regarding: told.regarding, type, reason, action, note: joinLines(lines, MAX_NOTE) },
      reportingController: 'dragoman.dev/dragoman',
      reportingInstance: this.#options.instance.slice(0, 128),
    };
  }

  #tellFault(error: unknown): void {
    const [told] = this.#queue;
    const verb = (told?.sent ?? 0) === 0 ? 'create' : 'patch';
    const call = { verb, resource: 'events.events.k8s.io', namespace: told?.namespace ?? '' };
    const line = this.#api === undefined ? reasonOf(error) : sayFault(error, call, this.#api.address);
    if (line === this.#fault) return;
    this.#fault = line;
    this.#options.onFault(line);
  }
}

function seriesOf({ count, lastAt }: Told): object {
  return { count, lastObservedTime: microTime(lastAt) };
}

/** Whether the same event may be taken later: the API server is away, or busy. */
function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || status === 429 || status >= 500;
}

function keyOf({ kind, namespace, name, uid }: ObjectReference, event: KubernetesEvent): string {
  const about = JSON.stringify([kind, namespace, name, uid, event]);
  return createHash('sha256').update(about).digest('base64');
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MAX_KNOWN && oldest !== undefined) map.delete(oldest);
}
