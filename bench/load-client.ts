import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadJob, LoadResult } from './load.js';

/** The process that sends the load, so that measuring and sending do not slow each other. */
export interface LoadClient {
  /** One job at a time. */
  run(job: LoadJob): Promise<LoadResult>;
  stop(): Promise<void>;
}

export function startLoadClient(): LoadClient {
  const child = fork(fileURLToPath(new URL('load-process.js', import.meta.url)));
  const ended = once(child, 'exit');
  return {
    run: async (job) => {
      child.send(job);
      const answer = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
      if (answer === undefined) throw new Error('The load process has ended by itself.');
      return (answer as [LoadResult])[0];
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
