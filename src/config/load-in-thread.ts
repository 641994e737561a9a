import { Worker } from 'node:worker_threads';
import type { LoadResult } from './load.js';

/**
 * `loadRegistry` in a thread that ends with its work: a registry with thousands of examples takes long to read and check.
 *
 * @param signal ends the thread: the promise then rejects with the signal's reason
 */
export async function loadInThread(location: string, signal?: AbortSignal): Promise<LoadResult> {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./load-worker.js', import.meta.url), {
    workerData: location,
    name: 'load',
    execArgv: [],
  });
  const stop = (): void => void thread.terminate();
  signal?.addEventListener('abort', stop);
  try {
    return await new Promise<LoadResult>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => {
        const ended = new Error('the thread that loads the registry ended early');
        reject(signal?.reason instanceof Error ? signal.reason : ended);
      });
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
