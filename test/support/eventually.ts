import { setTimeout as sleep } from 'node:timers/promises';

/** How long is asked, and how long is waited between, in milliseconds. */
interface Patience {
  readonly limitMs: number;
  readonly pauseMs: number;
}

const USUAL: Patience = { limitMs: 45_000, pauseMs: 20 };

/**
 * Asks `probe`, every 20 ms by default, until it gives a value that is neither `undefined` nor `false`.
 *
 * @throws Error that names `what` when that has not happened in time, by default 45 s
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  { limitMs, pauseMs }: Patience = USUAL,
): Promise<T> {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    await sleep(pauseMs);
  }
  throw new Error(`waited ${limitMs / 1000} s in vain: ${what}`);
}
