import { setTimeout as sleep } from 'node:timers/promises';
import type { Bundle } from '../bundle/bundle.js';
import { fingerprint } from '../config/fingerprint.js';
import type { LoadResult } from '../config/load.js';
import { loadInThread } from '../config/load-in-thread.js';
import type { RegistryProblem } from '../config/problem.js';
import type { Registry } from '../config/registry.js';
import { reasonOf } from '../errors.js';
import { compile } from './compile/compile.js';
import { lacksIndex, missingIndex, type MissingIndex, type Snapshot } from './snapshot.js';

/** How the registry in service came to be there; shown by the admin endpoint `/config`. */
export interface ReloadStatus {
  /** Registries put into service since the start, the first included. */
  readonly loads: number;
  /** Registries refused since the start. */
  readonly refusals: number;
  /** Milliseconds since 1970 of the last load. */
  readonly loadedAt: number;
  /** What is wrong with the newest registry; empty when it is good. */
  readonly problems: readonly RegistryProblem[];
  /** Why the newest good registry is not in service yet, or not with its examples; it is tried again. */
  readonly error: string | undefined;
}

export interface ReloadHooks {
  /** The folder was read, good or bad, before anything comes of it. The default: nobody is told. */
  readonly onRead?: (result: LoadResult) => void;
  /** Runs before the new snapshot serves, so that Envoy knows its clusters by then. */
  readonly beforeSwap: (next: Snapshot, current: Snapshot) => Promise<void>;
  /** A snapshot went into service: a new registry, or the same one once its examples are embedded. */
  readonly onLoaded: (next: Snapshot) => void;
  readonly onRefused: (problems: readonly RegistryProblem[]) => void;
  /** The newest good registry must wait for its examples; told once, not at each try. The default: nobody is told. */
  readonly onWaiting: (reason: string) => void;
  /** Anything else that went wrong, told once; the old snapshot serves on, and the new registry is tried again. */
  readonly onError: (error: unknown) => void;
}

/** Keeps the snapshot in service in step with its folder. */
export interface Reloader {
  readonly current: Snapshot;
  readonly status: ReloadStatus;
  /** Looks at the folder now, whether it seems changed or not. */
  reload(): Promise<void>;
  /** Serves the newest registry with this bundle of trained heads, or with none, from now on. */
  equip(bundle: Bundle | undefined): Promise<void>;
  stop(): Promise<void>;
}

/** What the first snapshot was made of. */
export interface StartingPoint {
  readonly bundle?: Bundle | undefined;
  /**
   * The folder's fingerprint from before it was read. The first look then loads again only what has changed meanwhile, or
   * names other files; the default: it loads again in any case.
   */
  readonly seen?: string;
}

const POLL_MS = 500;
/** Pause before a good registry that could not be put into service is tried again. */
const RETRY_MS = 5_000;
const WAITING: Readonly<Record<MissingIndex, string>> = {
  down: 'the encoder does not embed the examples of the newest registry',
  loading: 'the examples of the newest registry are still being embedded',
};

/**
 * Watches the folder of `first` by polling its file times twice a second. Polling sees what inotify misses (network
 * volumes, exhausted watches), and a swap of Kubernetes' `..data` link like any edit, because times are read through links.
 */
export function startReloading(
  directory: string,
  first: Snapshot,
  hooks: ReloadHooks,
  { bundle, seen = '' }: StartingPoint = {},
): Reloader {
  return new FolderReloader(directory, first, hooks, { bundle, seen });
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
  /** The newest good registry; the one in service, or one that is on its way there. */
  #newest: Registry;
  /** What it is to serve with. */
  #bundle: Bundle | undefined;
  /** The last try to make it ready: has embeddings that the snapshot in service may lack. */
  #tried: Snapshot;
  /** Files to watch besides the documents of the folder. */
  #files: readonly string[];
  #seen: string;
  /** By the clock that nobody sets. */
  #retryAt = Infinity;
  #running: Promise<void> = Promise.resolve();

  constructor(directory: string, first: Snapshot, hooks: ReloadHooks, { bundle, seen = '' }: StartingPoint) {
    this.#directory = directory;
    this.#bundle = bundle;
    this.#seen = seen;
    this.#current = first;
    this.#tried = first;
    this.#newest = first.registry;
    this.#files = first.registry.files;
    this.#hooks = hooks;
    this.#waitFor(missingIndex(first));
    this.#polling = pollUntil(this.#stopping.signal, () => this.#poll());
  }

  get current(): Snapshot {
    return this.#current;
  }

  get status(): ReloadStatus {
    return this.#status;
  }

  reload(): Promise<void> {
    return this.#run(() => this.#load());
  }

  equip(bundle: Bundle | undefined): Promise<void> {
    this.#bundle = bundle;
    return this.#run(() => this.#serveNewest());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#polling;
    await this.#running;
  }

  #run(step: () => Promise<void>): Promise<void> {
    this.#running = this.#running
      .then(() => {
        this.#retryAt = Infinity;
        return step();
      })
      .catch((error: unknown) => {
        if (!this.#stopping.signal.aborted) this.#retryAfter(error);
      });
    return this.#running;
  }

  async #poll(): Promise<void> {
    if (fingerprint(this.#directory, this.#files) !== this.#seen) await this.reload();
    else if (performance.now() >= this.#retryAt) await this.#run(() => this.#serveNewest());
  }

  async #load(): Promise<void> {
    const loaded = await this.#read();
    this.#hooks.onRead?.(loaded);
    if (loaded.ok) {
      this.#newest = loaded.registry;
      this.#status = { ...this.#status, problems: [] };
      await this.#serveNewest();
      return;
    }
    const { problems } = loaded;
    this.#newest = this.#current.registry;
    this.#status = { ...this.#status, refusals: this.#status.refusals + 1, problems };
    this.#hooks.onRefused(problems);
    await this.#serveNewest();
  }

  /** Loads what the fingerprint taken before has seen, so that an edit in between is found at the next look. */
  async #read(): Promise<LoadResult> {
    this.#seen = fingerprint(this.#directory, this.#files);
    const loaded = await loadInThread(this.#directory, this.#stopping.signal);
    const files = loaded.ok ? loaded.registry.files : loaded.files;
    if (files.join('\n') === this.#files.join('\n')) return loaded;
    // Only loading tells which files count: look at those, and load once more.
    this.#files = files;
    this.#seen = fingerprint(this.#directory, files);
    return loadInThread(this.#directory, this.#stopping.signal);
  }

  /** Makes the newest registry the one in service, with its examples; once it is, does nothing. */
  async #serveNewest(): Promise<void> {
    const current = this.#current;
    const isNew =
      this.#newest.version !== current.registry.version || this.#bundle?.version !== current.bundle?.version;
    if (!isNew && missingIndex(current) === undefined) {
      this.#status = { ...this.#status, error: undefined };
      return;
    }
    const next = await compile(this.#newest, current.instruments, {
      earlier: [this.#tried, current],
      signal: this.#stopping.signal,
      bundle: this.#bundle,
    });
    this.#tried = next;
    const missing = missingIndex(next);
    // A snapshot without its index must not push out one that has it, and need not push out one that is no worse.
    if (lacksIndex(next) && (!isNew || typeof current.index === 'object')) {
      this.#waitFor(missing);
      return;
    }
    if (isNew) {
      await this.#hooks.beforeSwap(next, current);
      this.#status = { ...this.#status, loads: this.#status.loads + 1, loadedAt: Date.now() };
    }
    this.#current = next;
    this.#status = { ...this.#status, error: undefined };
    this.#hooks.onLoaded(next);
    this.#waitFor(missing);
  }

  #waitFor(missing: MissingIndex | undefined): void {
    if (missing === undefined) return;
    this.#retryAt = missing === 'loading' ? 0 : performance.now() + RETRY_MS;
    if (this.#status.error === WAITING[missing]) return;
    this.#status = { ...this.#status, error: WAITING[missing] };
    this.#hooks.onWaiting(WAITING[missing]);
  }

  #retryAfter(error: unknown): void {
    this.#retryAt = performance.now() + RETRY_MS;
    const reason = reasonOf(error);
    if (this.#status.error === reason) return;
    this.#status = { ...this.#status, error: reason };
    this.#hooks.onError(error);
  }
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
