import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint } from '../config/fingerprint.js';
import { loadRegistry } from '../config/load.js';
import type { RegistryProblem } from '../config/problem.js';
import { compile } from './compile.js';
import type { Snapshot } from './snapshot.js';

/** How the registry in service came to be there; shown by the admin endpoint `/config`. */
export interface ReloadStatus {
  /** Registries put into service since the start, the first included. */
  readonly loads: number;
  /** Registries refused since the start. */
  readonly refusals: number;
  /** Milliseconds since 1970 of the last load. */
  readonly loadedAt: number;
  /** What was wrong with the newest registry; empty when it is in service. */
  readonly problems: readonly RegistryProblem[];
  /** Why the newest registry, though good, is not in service yet; it is tried again. */
  readonly error: string | undefined;
}

export interface ReloadHooks {
  /** Runs before the new snapshot serves, so that Envoy knows its clusters by then. */
  readonly beforeSwap: (next: Snapshot, current: Snapshot) => Promise<void>;
  readonly onLoaded: (next: Snapshot) => void;
  readonly onRefused: (problems: readonly RegistryProblem[]) => void;
  /** Anything else that went wrong; the old snapshot serves on, and the new registry is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Keeps the snapshot in service in step with its folder. */
export interface Reloader {
  readonly current: Snapshot;
  readonly status: ReloadStatus;
  /** Looks at the folder now, whether it seems changed or not. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 500;
/** Pause before a good registry that could not be put into service is tried again. */
const RETRY_MS = 5_000;

/**
 * Watches the folder of `first` by polling its file times twice a second. Polling sees what inotify misses (network
 * volumes, exhausted watches), and a swap of Kubernetes' `..data` link like any edit, because times are read through links.
 */
export function startReloading(directory: string, first: Snapshot, hooks: ReloadHooks): Reloader {
  return new FolderReloader(directory, first, hooks);
}

class FolderReloader implements Reloader {
  readonly #directory: string;
  readonly #hooks: ReloadHooks;
  readonly #stopping = new AbortController();
  readonly #polling: Promise<void>;
  #current: Snapshot;
  #status: ReloadStatus = {
    loads: 1,
    refusals: 0,
    loadedAt: Date.now(),
    problems: [],
    error: undefined,
  };
  // The first look loads once more, and finds what changed while the first snapshot was made.
  #seen = '';
  #retryAt = Infinity;
  #running: Promise<void> = Promise.resolve();

  constructor(directory: string, first: Snapshot, hooks: ReloadHooks) {
    this.#directory = directory;
    this.#current = first;
    this.#hooks = hooks;
    this.#polling = pollUntil(this.#stopping.signal, () => this.#poll());
  }

  get current(): Snapshot {
    return this.#current;
  }

  get status(): ReloadStatus {
    return this.#status;
  }

  reload(): Promise<void> {
    this.#retryAt = Infinity;
    this.#running = this.#running
      .then(() => this.#load())
      .catch((error: unknown) => {
        this.#retryAt = Date.now() + RETRY_MS;
        const reason = error instanceof Error ? error.message : String(error);
        this.#status = { ...this.#status, error: reason };
        this.#hooks.onError(error);
      });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await this.#running;
  }

  async #poll(): Promise<void> {
    const now = fingerprint(this.#directory, this.#current.registry.files);
    if (now === this.#seen && Date.now() < this.#retryAt) return;
    this.#seen = now;
    await this.reload();
  }

  async #load(): Promise<void> {
    const status = { ...this.#status, problems: [], error: undefined };
    const loaded = loadRegistry(this.#directory);
    if (!loaded.ok) {
      this.#status = { ...status, refusals: status.refusals + 1, problems: loaded.problems };
      this.#hooks.onRefused(loaded.problems);
      return;
    }
    if (loaded.registry.version === this.#current.registry.version) {
      this.#status = status;
      return;
    }
    const { encoder, vectors } = this.#current;
    const next = await compile(loaded.registry, encoder, vectors);
    if (lostItsIndex(next, this.#current)) throw new Error('the encoder did not embed the new examples');
    await this.#hooks.beforeSwap(next, this.#current);
    this.#current = next;
    this.#status = { ...status, loads: status.loads + 1, loadedAt: Date.now() };
    this.#hooks.onLoaded(next);
  }
}

/** A snapshot without the similarity layer must not push out one that has it because of a passing fault. */
function lostItsIndex(next: Snapshot, current: Snapshot): boolean {
  const wantsIndex = next.registry.routes.some(({ examples }) => examples.length > 0);
  return wantsIndex && next.encoder !== undefined && next.index === undefined && current.index !== undefined;
}

async function pollUntil(stop: AbortSignal, poll: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await sleep(POLL_MS, undefined, { signal: stop, ref: false });
    } catch {
      return;
    }
    await poll();
  }
}
