import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const TELL_AFTER_MS = 1000;

/**
 * Runs `work` while no other process runs under the same lock; waits for its turn. The kernel holds the lock for a child that
 * lives as long as this process, so one that was killed leaves none behind.
 *
 * @template T
 * @param {string} file made if it is missing
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const turn = once(holder.stdout, 'data');
  const waiting = Symbol('waiting');
  if ((await Promise.race([turn, sleep(TELL_AFTER_MS, waiting)])) === waiting) {
    console.log('> waiting for another process, which builds images ...');
    await turn;
  }
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await once(holder, 'close');
  }
}
