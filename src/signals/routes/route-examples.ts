import type { SparseVector } from '../../heads/sparse-vector.js';
import { hashNgrams } from '../hashed-ngrams.js';

/** Texts and, in the same order, their vectors; with no vectors at all, n-grams decide alone. */
export interface EmbeddedExamples {
  readonly texts: readonly string[];
  readonly vectors: readonly Float32Array[];
}

/** What a route says about the texts that belong to it. */
export interface RouteExamples extends EmbeddedExamples {
  readonly route: string;
  /** Texts that look as if they belonged to the route, and do not. */
  readonly not?: EmbeddedExamples;
}

/** One text that is learnt from. */
export interface TrainingRow {
  readonly text: string;
  readonly vector: Float32Array;
  readonly ngrams: SparseVector;
  /** Its class. */
  readonly label: number;
}

/** Rows in classes: first one class a route, then one for the `not` texts of each route that has any. */
export interface TrainingSet {
  readonly routes: readonly string[];
  /** For each class behind the routes, the route that it takes from. */
  readonly refused: readonly number[];
  readonly rows: readonly TrainingRow[];
  /** Numbers in each vector; 0 without vectors. */
  readonly dimensions: number;
}

/**
 * Puts the examples of all routes in one list. Left out are empty texts, repeats within a route, vectors that are not
 * finite or of another length than the first, and routes that have no example left. The same text in two routes counts in
 * both, so that neither is sure of it.
 */
export function gatherRows(examples: readonly RouteExamples[]): TrainingSet {
  const dimensions = examples.find(({ vectors }) => vectors[0] !== undefined)?.vectors[0]?.length ?? 0;
  const filled = examples
    .map((example) => ({ example, rows: usableRows(example, dimensions) }))
    .filter(({ rows }) => rows.length > 0);
  const rows = filled.flatMap((route, label) => route.rows.map((row) => ({ ...row, label })));
  const refused: number[] = [];
  for (const [route, { example }] of filled.entries()) {
    const negatives = example.not === undefined ? [] : usableRows(example.not, dimensions);
    if (negatives.length === 0) continue;
    const label = filled.length + refused.length;
    refused.push(route);
    rows.push(...negatives.map((row) => ({ ...row, label })));
  }
  return { routes: filled.map(({ example }) => example.route), refused, rows, dimensions };
}

function usableRows({ texts, vectors }: EmbeddedExamples, dimensions: number): Omit<TrainingRow, 'label'>[] {
  const seen = new Set<string>();
  return texts.flatMap((text, at) => {
    const vector = dimensions === 0 ? NO_VECTOR : vectors[at];
    const key = text.trim();
    if (key === '' || seen.has(key) || vector === undefined || !isUsable(vector, dimensions)) return [];
    seen.add(key);
    return [{ text, vector, ngrams: hashNgrams(text) }];
  });
}

/** Whether a vector has the right length and only finite numbers. */
export function isUsable(vector: Float32Array, dimensions: number): boolean {
  let sum = 0;
  for (const value of vector) sum += Math.abs(value);
  return vector.length === dimensions && Number.isFinite(sum);
}

const NO_VECTOR = new Float32Array();
