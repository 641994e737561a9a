import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 180_000;
const PAUSE_MS = 1_000;

/**
 * Asks a cluster once a second until the answer is not empty; a cluster on a busy machine takes its time.
 *
 * @throws Error that names `what` when that has not happened after three minutes
 */
export async function until(what: string, ask: () => Promise<string>): Promise<string> {
  const end = Date.now() + LIMIT_MS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== '') return answer;
    await sleep(PAUSE_MS);
  }
  throw new Error(`waited ${LIMIT_MS / 1000} s in vain: ${what}`);
}
