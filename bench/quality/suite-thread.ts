import { Worker } from 'node:worker_threads';
import type { SuiteResult, Workbench } from '../../src/lab/suites/suite.js';
import { answerCall, type BenchCall } from './lent-workbench.js';

/** What the thread of a suite sends. */
export type FromSuite = BenchCall | { readonly kind: 'done'; readonly result: SuiteResult };

/**
 * Runs one suite in a thread of its own, with the workbench of this one.
 *
 * @param name of the suite
 * @throws Error of the suite or of the workbench
 */
export async function runSuiteInThread(name: string, bench: Workbench): Promise<SuiteResult> {
  const thread = new Worker(new URL('./suite-worker.js', import.meta.url), { workerData: name, name });
  try {
    return await new Promise<SuiteResult>((resolve, reject) => {
      thread.on('message', (message: FromSuite) => {
        if (message.kind === 'done') resolve(message.result);
        else answerCall(message, bench).catch(reject);
      });
      thread.once('error', reject);
      thread.once('exit', () => {
        reject(new Error(`the thread of the suite ${name} ended early`));
      });
    });
  } finally {
    await thread.terminate();
  }
}
