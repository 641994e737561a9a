import { setImmediate as nextTurn } from 'node:timers/promises';

/** Awaited between the steps of long work, so that requests need not wait for its end. */
export type Pace = () => Promise<void>;

/** Longest stretch without a pause, in milliseconds; a request waits about as long for one embedding. */
const STRETCH_MS = 4;

/**
 * Makes a pace: it returns at once, or after a turn of the event loop when the last one is {@link STRETCH_MS} old.
 *
 * @param signal ends the work: the pace then rejects with the signal's reason
 */
export function createPace(signal?: AbortSignal): Pace {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < STRETCH_MS) return;
    await nextTurn();
    signal?.throwIfAborted();
    last = performance.now();
  };
}
