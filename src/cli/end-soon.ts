/** Long enough for what was written last to leave the process, in milliseconds. */
const LAST_MS = 500;

/**
 * Ends the process shortly, with its `process.exitCode`, if it does not end by itself: a socket that a library leaves
 * hanging, such as that of an export to a collector that is silent, must not hold up a stop. Only for a service that is
 * drained and has given its encoders free: an end during a run of theirs aborts.
 */
export function endSoon(): void {
  setTimeout(() => process.exit(), LAST_MS).unref();
}
