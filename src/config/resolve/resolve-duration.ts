import type { Duration } from '../api/v1alpha1/primitives.js';
import { MAX_DURATION_MS, parseDuration } from '../duration.js';
import { quote } from '../problem.js';
import type { Spot } from '../spot.js';

/** Whole milliseconds of a duration, or `undefined` when it is absent or out of bounds (told at `spot`). */
export function resolveDuration(duration: Duration | undefined, spot: Spot): number | undefined {
  if (duration === undefined) return undefined;
  const milliseconds = parseDuration(duration) ?? 0;
  if (milliseconds >= 1 && milliseconds <= MAX_DURATION_MS) return milliseconds;
  spot.invalid(`must be between "1ms" and "24h", got ${quote(duration)}`);
  return undefined;
}
