import { Worker } from 'node:worker_threads';
import type { SelectedMessage } from './kept-text.js';
import type { StoredMessage } from './stored-record.js';

/** Redacts prompts beside the thread that serves. */
export interface RedactionThread {
  /** Never rejects; `undefined` when the thread failed. */
  redact(messages: readonly SelectedMessage[]): Promise<readonly StoredMessage[] | undefined>;
  close(): Promise<void>;
}

/** What the thread is sent, and what it answers. */
export interface RedactionJob {
  readonly job: number;
  readonly messages: readonly SelectedMessage[];
}

export interface RedactionAnswer {
  readonly job: number;
  readonly messages: readonly StoredMessage[];
}

/** A thread that failed is not started again before so many milliseconds have passed. */
const RESTART_MS = 5000;

/** Starts the thread with the first prompt; one that failed is started again with a later one. */
export function createRedactionThread(
  onFault: (error: unknown) => void,
  entry: URL = new URL('./redact-worker.js', import.meta.url),
): RedactionThread {
  let thread: Worker | undefined;
  let failedAt = -Infinity;
  let jobs = 0;
  const waiting = new Map<number, (messages: readonly StoredMessage[] | undefined) => void>();

  const giveUp = (): void => {
    thread = undefined;
    for (const resolve of waiting.values()) resolve(undefined);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(entry, { name: 'redact', execArgv: [] });
    started.on('message', ({ job, messages }: RedactionAnswer) => {
      waiting.get(job)?.(messages);
      waiting.delete(job);
      if (waiting.size === 0) started.unref();
    });
    started.once('error', (error) => {
      failedAt = performance.now();
      onFault(error);
    });
    started.once('exit', giveUp);
    return started;
  };
  return {
    redact(messages) {
      if (thread === undefined && performance.now() - failedAt < RESTART_MS)
        return Promise.resolve(undefined);
      thread ??= start();
      const request: RedactionJob = { job: ++jobs, messages };
      // A process that is about to end waits for what is being redacted, but not for the thread.
      thread.ref();
      thread.postMessage(request);
      return new Promise((resolve) => waiting.set(request.job, resolve));
    },
    async close() {
      await thread?.terminate();
    },
  };
}
