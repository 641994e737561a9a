import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryProblem } from '../config/problem.js';
import { loadRegistry } from '../config/load.js';
import type { Snapshot } from './snapshot.js';
import { compile } from './compile.js';

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
}

export interface ReloadHooks {
  /** Runs before the new snapshot serves, so that Envoy knows its clusters by then. */
  readonly beforeSwap: (next: Snapshot, current: Snapshot) => Promise<void>;
  readonly onLoaded: (next: Snapshot) => void;
  readonly onRefused: (problems: readonly RegistryProblem[]) => void;
  /** Anything else that went wrong; the old snapshot serves on. */
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

/**
 * Watches the folder of `first` by polling its file times twice a second. Polling sees what inotify misses (network
 * volumes, exhausted watches), and a swap of Kubernetes' `..data` link like any edit, because times are read through links.
 */
export function startReloading(directory: string, first: Snapshot, hooks: ReloadHooks): Reloader {
  const stopping = new AbortController();
  let current = first;
  let status: ReloadStatus = { loads: 1, refusals: 0, loadedAt: Date.now(), problems: [] };
  // The first look loads once more, and finds what changed while the first snapshot was made.
  let seen = '';
  let running: Promise<void> = Promise.resolve();

  const load = async (): Promise<void> => {
    const loaded = loadRegistry(directory);
    if (!loaded.ok) {
      status = { ...status, refusals: status.refusals + 1, problems: loaded.problems };
      hooks.onRefused(loaded.problems);
      return;
    }
    if (loaded.registry.version === current.registry.version) {
      status = { ...status, problems: [] };
      return;
    }
    const next = await compile(loaded.registry, current.encoder, current.vectors);
    await hooks.beforeSwap(next, current);
    current = next;
    status = { ...status, loads: status.loads + 1, loadedAt: Date.now(), problems: [] };
    hooks.onLoaded(next);
  };
  const reload = (): Promise<void> => {
    running = running.then(load).catch(hooks.onError);
    return running;
  };
  const poll = async (): Promise<void> => {
    const now = fingerprint(directory);
    if (now === seen) return;
    seen = now;
    await reload();
  };
  const polling = pollUntil(stopping.signal, poll);

  return {
    get current() {
      return current;
    },
    get status() {
      return status;
    },
    reload,
    async stop() {
      stopping.abort();
      await polling;
      await running;
    },
  };
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

/** Changes whenever a file of the folder does. */
function fingerprint(path: string): string {
  try {
    const directory = statSync(path).isDirectory() ? path : dirname(path);
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => !name.startsWith('..'))
      .sort()
      .map((name) => `${name}:${timesOf(join(directory, name))}`)
      .join('\n');
  } catch {
    // An unreadable folder is a change in itself: loading it tells why.
    return 'unreadable';
  }
}

function timesOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'gone' : `${stats.mtimeMs}:${stats.size}:${stats.ino}`;
}
