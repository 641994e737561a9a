import { toProbabilities } from './matrix.js';

/** Smaller errors are not followed: those of most classes for most rows, once a fit has begun to work. */
const SMALL = 1e-3;

/** Turns logits into the slope of the cross-entropy: probability - target, in place. */
export function toErrors(logits: Float32Array, label: number, smoothing: number): void {
  toProbabilities(logits);
  const spread = smoothing / logits.length;
  if (spread > 0) for (let k = 0; k < logits.length; k += 1) logits[k] = (logits[k] ?? 0) - spread;
  logits[label] = (logits[label] ?? 0) - (1 - smoothing);
}

/** The classes whose error is worth following. */
export function largeErrors(errors: Float32Array): Uint32Array {
  let count = 0;
  const classes = new Uint32Array(errors.length);
  for (let k = 0; k < errors.length; k += 1) {
    if (Math.abs(errors[k] ?? 0) > SMALL) classes[count++] = k;
  }
  return classes.subarray(0, count);
}
