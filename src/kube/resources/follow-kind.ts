import type { KubernetesObject, Watch } from '@kubernetes/client-node';
import { API_GROUP, API_GROUP_VERSION } from '../../config/api/v1alpha1/custom-resources.js';
import type { Kind } from '../../config/schemas.js';
import type { ApiServer } from '../api-server.js';
import { type BackOff, backOff } from '../back-off.js';
import { listKind } from './list-resources.js';
import { pluralOf } from './resource.js';

export interface FollowHooks {
  /** Once all objects of the kind are known, after each change, and after each reconnection. @param list gives them as they are then */
  readonly onObjects: (list: () => readonly unknown[]) => void;
  /** The objects are not followed any more; it is tried again until it works. Called at each try that fails, not when a watch ends. */
  readonly onLost: (error: unknown) => void;
}

export interface FollowTimes {
  /** After which the API server is to end a watch, in seconds; we ask for the next one at once. */
  readonly watchSeconds: number;
  /** After so long without a word, more than `watchSeconds`, the connection is dead, whatever TCP says. In milliseconds. */
  readonly silenceMs: number;
  /** A watch that ends sooner was no good, though no error came. In milliseconds. */
  readonly shortestMs: number;
  readonly backOff: () => BackOff;
}

const USUAL_TIMES: FollowTimes = { watchSeconds: 120, silenceMs: 150_000, shortestMs: 1_000, backOff };

/** Keeps an eye on all objects of one kind in a namespace. */
export interface FollowedKind {
  stop(): Promise<void>;
}

/**
 * Follows one kind with the official informer, which lists, watches, and lists again when the API server has forgotten the
 * version that it knows (410). After any other end a new informer is started: it lists, so that nothing is missed.
 */
export function followKind(
  api: ApiServer,
  place: { readonly kind: Kind; readonly namespace: string },
  hooks: FollowHooks,
  times: Partial<FollowTimes> = {},
): FollowedKind {
  return new InformedKind(api, place, hooks, { ...USUAL_TIMES, ...times });
}

class InformedKind implements FollowedKind {
  readonly #api: ApiServer;
  readonly #place: { readonly kind: Kind; readonly namespace: string };
  readonly #hooks: FollowHooks;
  readonly #times: FollowTimes;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  constructor(
    api: ApiServer,
    place: { readonly kind: Kind; readonly namespace: string },
    hooks: FollowHooks,
    times: FollowTimes,
  ) {
    this.#api = api;
    this.#place = place;
    this.#hooks = hooks;
    this.#times = times;
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const waits = this.#times.backOff();
    for (;;) {
      let lasting = 0;
      const error: unknown = await this.#inform(() => {
        lasting += 1;
        waits.reset();
      });
      if (isOver(signal)) return;
      if (lasting === 0) this.#hooks.onLost(error);
      await pause(waits.next(), signal);
      if (isOver(signal)) return;
    }
  }

  /** Runs one informer until it fails, which it answers. @param onLasting called when a watch ends that has lasted a while */
  #inform(onLasting: () => void): Promise<unknown> {
    const { kind, namespace } = this.#place;
    const { signal } = this.#stopping;
    const path = `/apis/${API_GROUP}/${API_GROUP_VERSION}/namespaces/${encodeURIComponent(namespace)}/${pluralOf(kind)}`;
    return new Promise((resolve) => {
      let isSynced = false;
      const { watch, close } = this.#boundedWatch(() => {
        isSynced = true;
        this.#hooks.onObjects(() => informer.list());
      }, onLasting);
      const informer = new this.#api.client.ListWatch(path, watch, () => this.#list(), false);
      const end = (error: unknown): void => {
        signal.removeEventListener('abort', onStop);
        void informer.stop();
        close();
        resolve(error);
      };
      const onStop = (): void => {
        end(signal.reason);
      };
      signal.addEventListener('abort', onStop);
      informer.on('change', () => {
        if (isSynced) this.#hooks.onObjects(() => informer.list());
      });
      informer.on('error', end);
      informer.start().catch(end);
    });
  }

  /** The informer asks only for what it needs of an object. */
  async #list(): Promise<{ metadata: { resourceVersion?: string }; items: KubernetesObject[] }> {
    const { kind, namespace } = this.#place;
    const { metadata, items } = await listKind(this.#api, kind, namespace);
    return { metadata, items: items as KubernetesObject[] };
  }

  /**
   * The client's watch waits for ever on a dead connection, and for an answer that does not come; this one does not. It also
   * takes a watch that ends at once for a failure: asking again without a wait would be a flood.
   *
   * @param onSynced called when a list is complete
   */
  #boundedWatch(onSynced: () => void, onLasting: () => void): { watch: Watch; close: () => void } {
    const { watchSeconds, silenceMs, shortestMs } = this.#times;
    const inner = new this.#api.client.Watch(this.#api.config);
    let isClosed = false;
    let close = (): void => undefined;
    const watch: Watch['watch'] = async (path, query, callback, done) => {
      // The informer was stopped while it listed.
      if (isClosed) return new AbortController();
      const state: { controller?: AbortController; isOver: boolean } = { isOver: false };
      const began = Date.now();
      const end = (error: unknown): void => {
        if (state.isOver) return;
        state.isOver = true;
        clearTimeout(silence);
        const hasLasted = state.controller !== undefined && Date.now() - began >= shortestMs;
        if (hasLasted) onLasting();
        state.controller?.abort();
        done(error ?? (hasLasted ? null : new Error('the watch ended at once')));
      };
      const silence = setTimeout(() => {
        end(new Error(`the watch was silent for ${silenceMs / 1000} s`));
      }, silenceMs);
      close = () => {
        end(new Error('stopped'));
      };
      onSynced();
      const asked = { ...query, allowWatchBookmarks: true, timeoutSeconds: watchSeconds };
      const onLine: typeof callback = (...line) => {
        silence.refresh();
        callback(...line);
      };
      try {
        state.controller = await inner.watch(path, asked, onLine, end);
      } catch (error) {
        // Such as a token file that is gone. Nobody else would catch it.
        end(error);
      }
      if (state.isOver) state.controller?.abort();
      return state.controller ?? new AbortController();
    };
    const bounded = Object.assign(Object.create(inner) as Watch, { watch });
    return {
      watch: bounded,
      close: () => {
        isClosed = true;
        close();
      },
    };
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}

function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
