/** Waits that double from one failure to the next. */
export interface BackOff {
  /** The next wait, in milliseconds: from half of what doubling gives up to all of it, so that replicas do not come together. */
  next(): number;
  /** After a success: the next wait is a short one again. */
  reset(): void;
}

/** @param longestMs of the waits; the default is half a minute */
export function backOff(firstMs = 500, longestMs = 30_000, random: () => number = Math.random): BackOff {
  let bound = firstMs;
  return {
    next() {
      const wait = bound * (0.5 + random() / 2);
      bound = Math.min(longestMs, bound * 2);
      return wait;
    },
    reset() {
      bound = firstMs;
    },
  };
}
