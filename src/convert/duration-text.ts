import { MAX_DURATION_MS } from '../config/duration.js';

/** Seconds as the registry writes them, such as `90s` or `250ms`; `undefined` outside 1 ms to 24 h. */
export function durationText(seconds: number): string | undefined {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds < 1 || milliseconds > MAX_DURATION_MS) return undefined;
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000}s` : `${milliseconds}ms`;
}
