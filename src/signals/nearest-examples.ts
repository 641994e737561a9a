import { addRows, placeMatrix } from '../heads/simd-matrix.js';
import type { TrainingRow } from './route-examples.js';

/** Examples of each route in which the nearest ones are looked for, one matrix after another. */
export interface SearchedExamples {
  /** Columns of each matrix; columns beyond a route's examples are 0. */
  readonly width: number;
  readonly dimensions: number;
  /** Examples of each route. */
  readonly counts: readonly number[];
  readonly matrices: Float32Array;
}

/** Nearest examples that are averaged. */
const NEAREST = 3;
/** Routes whose examples are searched, those with the largest logits, and most examples of each. */
const [ROUTES_SEARCHED, EXAMPLES_SEARCHED] = [8, 32];
/** Examples that are kept of all routes together, as far as each route keeps {@link FEWEST_SEARCHED}. */
const [MOST_KEPT, FEWEST_SEARCHED] = [8_192, 16];

/** Copies up to {@link EXAMPLES_SEARCHED} vectors of each route, spread evenly over the list. */
export function searchedExamples(
  rows: readonly TrainingRow[],
  routes: number,
  dimensions: number,
): SearchedExamples {
  const byRoute = Array.from({ length: routes }, (): Float32Array[] => []);
  for (const { label, vector } of rows) byRoute[label]?.push(vector);
  const affordable = Math.max(FEWEST_SEARCHED, Math.floor(MOST_KEPT / (routes || 1)));
  const longest = byRoute.reduce((most, { length }) => Math.max(most, length), 0);
  const width = Math.min(longest, affordable, EXAMPLES_SEARCHED);
  const matrices = new Float32Array(routes * dimensions * width);
  for (const [route, vectors] of byRoute.entries()) {
    const step = Math.max(1, vectors.length / width);
    for (let column = 0; column < Math.min(width, vectors.length); column += 1) {
      const vector = vectors[Math.floor(column * step)];
      for (let row = 0; row < dimensions; row += 1) {
        matrices[(route * dimensions + row) * width + column] = vector?.[row] ?? 0;
      }
    }
  }
  const counts = byRoute.map(({ length }) => Math.min(length, width));
  return { width, dimensions, counts, matrices: placeMatrix(matrices, dimensions, width) };
}

/**
 * Mean cosine with the three nearest examples of the most probable routes; 0 when there is nothing to search.
 *
 * @param logits one a class; classes behind the routes are not searched
 */
export function nearness(
  { width, dimensions, counts, matrices }: SearchedExamples,
  logits: Float32Array,
  vector: Float32Array,
): number {
  const nearest = new Float32Array(NEAREST).fill(-Infinity);
  const cosines = new Float32Array(width);
  for (const route of topPositions(logits.subarray(0, counts.length))) {
    cosines.fill(0);
    addRows(cosines, matrices, vector, route * dimensions * width);
    for (let at = 0; at < (counts[route] ?? 0); at += 1) insertDescending(nearest, cosines[at] ?? 0);
  }
  const found = nearest.filter((cosine) => cosine > -Infinity);
  return found.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, found.length);
}

function topPositions(logits: Float32Array): number[] {
  const best = new Float32Array(Math.min(ROUTES_SEARCHED, logits.length)).fill(-Infinity);
  for (const logit of logits) insertDescending(best, logit);
  const least = best.at(-1) ?? Infinity;
  const top: number[] = [];
  for (let at = 0; at < logits.length && top.length < ROUTES_SEARCHED; at += 1) {
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
