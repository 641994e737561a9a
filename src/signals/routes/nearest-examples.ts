import { addRows } from '../../heads/simd-matrix.js';
import { whitened } from '../../heads/within-whitening.js';
import type { SearchedExamples } from './searched-examples.js';

/** What the examples around a text say of it. */
export interface Neighbours {
  /** Mean cosine with the three nearest examples of routes; 0 when there is nothing to search. */
  readonly nearness: number;
  /**
   * Logarithm of how much denser the examples of each class lie around the text than those of the least dense class that
   * was searched; 0 for classes that were not.
   */
  readonly support: Float32Array;
}

/** Nearest examples that are averaged. */
const NEAREST = 3;
/** Factor of the cosine in the density's exponent; docs/adr/0008-route-head.md compares some. */
const [SHARPNESS, SHARPNESS_WHITENED] = [30, 40];
/** Classes whose examples are searched: those with the largest logits. */
const CLASSES_SEARCHED = 8;

/**
 * Looks at the examples of the most probable classes: a kernel density of each, and the nearest ones of all.
 *
 * @param logits one a class
 * @param isSupportWanted whether the densities count, which cost most of the time; else all are 0
 */
export function neighboursOf(
  examples: SearchedExamples,
  logits: Float32Array,
  vector: Float32Array,
  isSupportWanted = true,
): Neighbours {
  const support = new Float32Array(logits.length);
  const nearest = new Float32Array(NEAREST).fill(-Infinity);
  const { routes, counts } = examples;
  const searched = topPositions(logits).filter((label) => (counts[label] ?? 0) > 0);
  const { space } = examples;
  const [seen, sharpness] =
    space === undefined ? [vector, SHARPNESS] : [whitened(space, vector), SHARPNESS_WHITENED];
  let least = Infinity;
  for (const label of searched) {
    const cosines = cosinesOf(examples, label, seen);
    if (label < routes) for (const cosine of cosines) insertDescending(nearest, cosine);
    if (!isSupportWanted) continue;
    support[label] = logDensity(cosines, sharpness);
    least = Math.min(least, support[label] ?? Infinity);
  }
  if (isSupportWanted) for (const label of searched) support[label] = (support[label] ?? 0) - least;
  const found = nearest.filter((cosine) => cosine > -Infinity);
  return { support, nearness: found.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, found.length) };
}

function cosinesOf(
  { dimensions, columns, blocks, counts, matrices }: SearchedExamples,
  label: number,
  vector: Float32Array,
): Float32Array {
  const cosines = new Float32Array(blocks * columns);
  for (let block = 0; block < blocks; block += 1) {
    const into = cosines.subarray(block * columns, (block + 1) * columns);
    addRows(into, matrices, vector, (label * blocks + block) * dimensions * columns);
  }
  return cosines.subarray(0, counts[label]);
}

/** Logarithm of the mean of exp(sharpness x cosine). */
function logDensity(cosines: Float32Array, sharpness: number): number {
  let top = -Infinity;
  for (const cosine of cosines) top = Math.max(top, cosine);
  let sum = 0;
  for (const cosine of cosines) sum += Math.exp(sharpness * (cosine - top));
  return sharpness * top + Math.log(sum / cosines.length);
}

function topPositions(logits: Float32Array): number[] {
  const best = new Float32Array(Math.min(CLASSES_SEARCHED, logits.length)).fill(-Infinity);
  for (const logit of logits) insertDescending(best, logit);
  const least = best.at(-1) ?? Infinity;
  const top: number[] = [];
  for (let at = 0; at < logits.length && top.length < CLASSES_SEARCHED; at += 1) {
    if ((logits[at] ?? 0) >= least) top.push(at);
  }
  return top;
}

/** Inserts into a list of fixed length that is sorted from high to low. */
function insertDescending(top: Float32Array, value: number): void {
  let at = top.length - 1;
  if (!(value > (top[at] ?? Infinity))) return;
  for (; at > 0 && value > (top[at - 1] ?? Infinity); at -= 1) top[at] = top[at - 1] ?? value;
  top[at] = value;
}
