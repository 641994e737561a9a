import { eventually } from './eventually.js';

/** A cluster on a busy machine takes its time. */
const PATIENCE = { limitMs: 180_000, pauseMs: 1_000 };

/**
 * Asks a cluster once a second until the answer is not empty.
 *
 * @throws Error that names `what` when that has not happened after three minutes
 */
export function until(what: string, ask: () => Promise<string>): Promise<string> {
  return eventually(what, async () => (await ask()) || undefined, PATIENCE);
}
