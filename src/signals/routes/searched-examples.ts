import type { Pace } from '../../heads/pace.js';
import { placeMatrix } from '../../heads/simd-matrix.js';
import { SIMD_BLOCK } from '../../heads/simd-memory.js';
import { fitWhitening, placeWhitening, type Whitening, whitened } from '../../heads/within-whitening.js';
import type { TrainingRow } from './route-examples.js';

/**
 * Examples of each class in which the nearest ones are looked for: blocks of so many columns, each a matrix of its own,
 * because memory is read fastest from one end to the other.
 */
export interface SearchedExamples {
  /** Classes that are routes; they come first. */
  readonly routes: number;
  readonly dimensions: number;
  /** Where the examples are, and a text is brought to be compared; absent where they are as the encoder gave them. */
  readonly space: Whitening | undefined;
  /** Columns of a block; columns beyond a class's examples are 0. */
  readonly columns: number;
  /** Blocks of each class. */
  readonly blocks: number;
  /** Examples of each class. */
  readonly counts: readonly number[];
  readonly matrices: Float32Array;
}

/** Most examples of a class that are kept. */
const EXAMPLES_SEARCHED = 128;
/** Examples that are kept of all classes together, as far as each class keeps {@link FEWEST_SEARCHED}. */
const [MOST_KEPT, FEWEST_SEARCHED] = [10_240, 16];
/** Rows from which it is known how rows of a class differ; docs/adr/0008-route-head.md. */
const ENOUGH_TO_WHITEN = 1_000;

/** Whether so many rows can tell how rows of a class differ; cross-validation then compares both. */
export function isWorthWhitening(rows: number, dimensions: number): boolean {
  return rows >= ENOUGH_TO_WHITEN && dimensions > 0;
}

/** How examples are kept. */
export interface SearchFit {
  /** How many classes there are, and how many of them, the first ones, are routes. */
  readonly classes: number;
  readonly routes: number;
  readonly dimensions: number;
  /** Whether they are compared where rows of a class differ alike in every direction. */
  readonly whiten: boolean;
  readonly pace: Pace;
}

/** Keeps up to {@link EXAMPLES_SEARCHED} vectors of each class, spread evenly over the list. */
export async function searchedExamples(
  rows: readonly TrainingRow[],
  { routes, classes, dimensions, whiten, pace }: SearchFit,
): Promise<SearchedExamples> {
  const byClass = Array.from({ length: classes }, (): Float32Array[] => []);
  for (const { label, vector } of rows) byClass[label]?.push(vector);
  const affordable = Math.max(FEWEST_SEARCHED, Math.floor(MOST_KEPT / (classes || 1)));
  const longest = byClass.reduce((most, { length }) => Math.max(most, length), 0);
  const width = Math.min(longest, affordable, EXAMPLES_SEARCHED);
  const kept = byClass.map((vectors) => spreadEvenly(vectors, width));
  const labels = kept.flatMap((vectors, label) => vectors.map(() => label));
  const space = whiten ? await fitWhitening(kept.flat(), labels, pace) : undefined;
  const columns = Math.min(width, SIMD_BLOCK);
  const blocks = columns === 0 ? 0 : Math.ceil(width / columns);
  const matrices = new Float32Array(classes * blocks * dimensions * columns);
  for (const [label, vectors] of kept.entries()) {
    await pace();
    for (const [at, vector] of vectors.entries()) {
      const from = (label * blocks + Math.floor(at / columns)) * dimensions * columns + (at % columns);
      const placed = space === undefined ? vector : whitened(space, vector);
      for (let row = 0; row < dimensions; row += 1) matrices[from + row * columns] = placed[row] ?? 0;
    }
  }
  return {
    ...{ routes, dimensions, space, columns, blocks },
    counts: kept.map(({ length }) => length),
    matrices: placeMatrix(matrices, dimensions, columns),
  };
}

/** The same examples with their matrices where they are read fastest. */
export function placeSearchedExamples(examples: SearchedExamples): SearchedExamples {
  const { space, matrices, dimensions, columns } = examples;
  return {
    ...examples,
    space: space && placeWhitening(space),
    matrices: placeMatrix(matrices, dimensions, columns),
  };
}

function spreadEvenly<T>(list: readonly T[], most: number): T[] {
  const step = Math.max(1, list.length / most);
  const count = Math.min(most, list.length);
  return Array.from({ length: count }, (_, at) => list[Math.floor(at * step)] as T);
}
