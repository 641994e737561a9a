import { setTimeout as sleep } from 'node:timers/promises';
import { describeEnd, type Child } from './child-process.js';

const TIMEOUT_MS = 60_000;

/**
 * Asks `check` every 50 ms until it says true; a check that throws counts as false.
 * @throws when `child` ends first, when `signal` is aborted, or after a minute
 */
export async function waitFor(
  what: string,
  check: () => Promise<boolean>,
  child: Child,
  signal?: AbortSignal,
): Promise<void> {
  let end: string | undefined;
  void child.ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await check().catch(() => false))) {
    signal?.throwIfAborted();
    if (end !== undefined) throw new Error(describeEnd(child, end));
    if (Date.now() > deadline) {
      const tail = child.lastLines().join('\n  ');
      throw new Error(
        `${what} took more than ${TIMEOUT_MS / 1000} s. Last lines of ${child.logFile}:\n  ${tail}`,
      );
    }
    await sleep(50);
  }
}

/** Whether a GET is answered by 200. */
export async function isOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
  await response.arrayBuffer();
  return response.status === 200;
}
