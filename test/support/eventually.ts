import { setTimeout as sleep } from 'node:timers/promises';

const LIMIT_MS = 45_000;

/**
 * Asks `probe` every 20 ms until it gives a value that is neither `undefined` nor `false`.
 *
 * @throws Error that names `what` when that has not happened after 45 s
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  while (Date.now() < end) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    await sleep(20);
  }
  throw new Error(`waited ${LIMIT_MS / 1000} s in vain: ${what}`);
}
