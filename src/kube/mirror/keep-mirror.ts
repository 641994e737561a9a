import { reasonOf } from '../../errors.js';
import { backOff } from '../back-off.js';
import { filesOf, type MirrorSource, withDocuments } from './fill-mirror.js';
import type { FollowTimes } from '../resources/follow-kind.js';
import { followResources, type ResourceHooks } from '../resources/follow-resources.js';
import type { Mirror } from './mirror.js';
import { watchRegistryFiles } from './registry-files.js';
import type { Resource } from '../resources/resource.js';

export interface MirrorHooks extends Pick<ResourceHooks, 'onResources' | 'onLost' | 'onFound'> {
  /** The mirror could not be changed, or the files not be read; tried again. One line, once for each reason. */
  readonly onFault: (line: string) => void;
}

export interface KeptMirror {
  /** Whether all custom resources are followed just now. */
  readonly isConnected: boolean;
  stop(): Promise<void>;
}

/** Keeps the mirror in step with the custom resources and the folder of files. */
export function keepMirror(
  mirror: Mirror,
  source: MirrorSource,
  hooks: MirrorHooks,
  times: Partial<FollowTimes> = {},
): KeptMirror {
  return new FollowingMirror(mirror, source, hooks, times);
}

class FollowingMirror implements KeptMirror {
  readonly #mirror: Mirror;
  readonly #source: MirrorSource;
  readonly #hooks: MirrorHooks;
  readonly #waits = backOff(1_000);
  readonly #followed: ReturnType<typeof followResources>;
  readonly #stopWatching: (() => void) | undefined;
  #resources: readonly Resource[] | undefined;
  #writing: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #isWaiting = false;
  #isStopped = false;
  #fault = '';

  constructor(mirror: Mirror, source: MirrorSource, hooks: MirrorHooks, times: Partial<FollowTimes>) {
    this.#mirror = mirror;
    this.#source = source;
    this.#hooks = hooks;
    const { api, namespace, files } = source;
    this.#stopWatching =
      files === undefined
        ? undefined
        : watchRegistryFiles(files, () => {
            this.#write();
          });
    const onResources = (resources: readonly Resource[]): void => {
      this.#resources = resources;
      this.#write();
    };
    this.#followed = followResources(api, namespace, { ...hooks, onResources }, times);
  }

  get isConnected(): boolean {
    return this.#followed.isConnected;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopWatching?.();
    clearTimeout(this.#retry);
    await this.#followed.stop();
    await this.#writing;
  }

  /** Changes that come during a write are in the next one, all together. */
  #write(): void {
    if (this.#isWaiting || this.#isStopped) return;
    this.#isWaiting = true;
    clearTimeout(this.#retry);
    this.#writing = this.#writing.then(async () => {
      this.#isWaiting = false;
      try {
        await this.#put();
        this.#fault = '';
        this.#waits.reset();
      } catch (error) {
        this.#tellFault(error);
        if (!this.#isStopped) this.#retryLater();
      }
    });
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.#write();
    }, this.#waits.next()).unref();
  }

  async #put(): Promise<void> {
    const resources = this.#resources;
    if (resources === undefined || this.#isStopped) return;
    // Before the mirror changes: whoever tells of a file that the loader found there knows whose it is.
    this.#hooks.onResources(resources);
    const files = await filesOf(this.#source.files, () => undefined);
    await this.#mirror.put(withDocuments(files, resources));
  }

  #tellFault(error: unknown): void {
    const line = reasonOf(error);
    if (line === this.#fault) return;
    this.#fault = line;
    this.#hooks.onFault(line);
  }
}
