import { addRows, placeMatrix } from '../../heads/simd-matrix.js';
import { SIMD_BLOCK } from '../../heads/simd-memory.js';
import type { TrainingRow } from './route-examples.js';

/**
 * Examples of each class in which the nearest ones are looked for: blocks of so many columns, each a matrix of its own,
 * because memory is read fastest from one end to the other.
 */
export interface SearchedExamples {
  /** Classes that are routes; they come first. */
  readonly routes: number;
  readonly dimensions: number;
  /** Columns of a block; columns beyond a class's examples are 0. */
  readonly columns: number;
  /** Blocks of each class. */
  readonly blocks: number;
  /** Examples of each class. */
  readonly counts: readonly number[];
  readonly matrices: Float32Array;
}

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
/** Factor of the cosine in the density's exponent; docs/adr/0008-route-head.md compares three. */
const SHARPNESS = 30;
/** Classes whose examples are searched, those with the largest logits, and most examples of each. */
const [CLASSES_SEARCHED, EXAMPLES_SEARCHED] = [8, 128];
/** Examples that are kept of all classes together, as far as each class keeps {@link FEWEST_SEARCHED}. */
const [MOST_KEPT, FEWEST_SEARCHED] = [8_192, 16];

/**
 * Copies up to {@link EXAMPLES_SEARCHED} vectors of each class, spread evenly over the list.
 *
 * @param sizes how many classes there are, and how many of them are routes
 */
export function searchedExamples(
  rows: readonly TrainingRow[],
  { routes, classes }: { readonly routes: number; readonly classes: number },
  dimensions: number,
): SearchedExamples {
  const byClass = Array.from({ length: classes }, (): Float32Array[] => []);
  for (const { label, vector } of rows) byClass[label]?.push(vector);
  const affordable = Math.max(FEWEST_SEARCHED, Math.floor(MOST_KEPT / (classes || 1)));
  const longest = byClass.reduce((most, { length }) => Math.max(most, length), 0);
  const width = Math.min(longest, affordable, EXAMPLES_SEARCHED);
  const columns = Math.min(width, SIMD_BLOCK);
  const blocks = columns === 0 ? 0 : Math.ceil(width / columns);
  const matrices = new Float32Array(classes * blocks * dimensions * columns);
  for (const [label, vectors] of byClass.entries()) {
    const step = Math.max(1, vectors.length / width);
    for (let at = 0; at < Math.min(width, vectors.length); at += 1) {
      const vector = vectors[Math.floor(at * step)];
      const from = (label * blocks + Math.floor(at / columns)) * dimensions * columns + (at % columns);
      for (let row = 0; row < dimensions; row += 1) matrices[from + row * columns] = vector?.[row] ?? 0;
    }
  }
  const counts = byClass.map(({ length }) => Math.min(length, width));
  return {
    routes,
    dimensions,
    columns,
    blocks,
    counts,
    matrices: placeMatrix(matrices, dimensions, columns),
  };
}

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
  let least = Infinity;
  for (const label of searched) {
    const cosines = cosinesOf(examples, label, vector);
    if (label < routes) for (const cosine of cosines) insertDescending(nearest, cosine);
    if (!isSupportWanted) continue;
    support[label] = logDensity(cosines);
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

/** Logarithm of the mean of exp({@link SHARPNESS} x cosine). */
function logDensity(cosines: Float32Array): number {
  let top = -Infinity;
  for (const cosine of cosines) top = Math.max(top, cosine);
  let sum = 0;
  for (const cosine of cosines) sum += Math.exp(SHARPNESS * (cosine - top));
  return SHARPNESS * top + Math.log(sum / cosines.length);
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
