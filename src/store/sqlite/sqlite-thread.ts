import { Worker } from 'node:worker_threads';
import { DragomanError, reasonOf } from '../../errors.js';
import type { SqliteSettings } from './open-connection.js';
import type { FromThread, ToThread } from './sqlite-messages.js';
import { errorOfFault } from './sqlite-fault.js';
import type { SqliteOperations } from './sqlite-operations.js';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

// The thread makes little garbage, and would otherwise hold memory that it does not need.
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 8 };

/** The thread that has a file open. One that ended by itself is started again by the next call. */
export class SqliteThread {
  readonly #settings: SqliteSettings;
  readonly #pending = new Map<number, Pending>();
  #thread: Worker | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
  }

  /** @throws DragomanError `store_unavailable`, `store_newer`; RefusedRow */
  call<Name extends keyof SqliteOperations>(
    name: Name,
    ...args: Parameters<SqliteOperations[Name]>
  ): Promise<ReturnType<SqliteOperations[Name]>> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(this.#unavailable('the store is closed'));
        return;
      }
      const id = ++this.#lastId;
      this.#pending.set(id, {
        resolve: (value) => {
          resolve(value as ReturnType<SqliteOperations[Name]>);
        },
        reject,
      });
      this.#thread ??= this.#start();
      this.#thread.postMessage({ kind: 'call', id, name, args } satisfies ToThread);
    });
  }

  /** Lets the calls before it end, then the thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const thread = this.#thread;
    if (thread === undefined) return;
    await new Promise<void>((resolve) => {
      thread.once('exit', () => {
        resolve();
      });
      thread.postMessage({ kind: 'close' } satisfies ToThread);
    });
  }

  #start(): Worker {
    const thread = new Worker(new URL('./sqlite-worker.js', import.meta.url), {
      workerData: this.#settings,
      name: 'records',
      execArgv: [],
      resourceLimits: RESOURCE_LIMITS,
    });
    let reason = 'its thread ended';
    thread.on('error', (error) => {
      reason = `its thread failed: ${reasonOf(error)}`;
    });
    thread.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
      for (const { reject } of this.#pending.values()) reject(this.#unavailable(reason));
      this.#pending.clear();
    });
    thread.on('message', (message: FromThread) => {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.kind === 'done') pending?.resolve(message.value);
      else pending?.reject(errorOfFault(message.fault));
    });
    return thread;
  }

  #unavailable(reason: string): DragomanError {
    return new DragomanError(
      'store_unavailable',
      `the records in ${this.#settings.path} are not available: ${reason}`,
    );
  }
}
