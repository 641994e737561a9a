import type { Pace } from './pace.js';

/** A route's examples as unit vectors. */
export interface RouteVectors {
  readonly route: string;
  readonly vectors: readonly Float32Array[];
}

/** A route as texts are compared with it. */
export interface Prototype {
  readonly route: string;
  /** The examples that are searched for the nearest ones: unit vectors, one after another. */
  readonly searched: Float32Array;
  /** How many those are, 1 or more. */
  readonly count: number;
  /** Direction of the sum of all examples: a unit vector, or zero where they cancel each other out. */
  readonly centre: Float32Array;
  /** Length of that sum. */
  readonly length: number;
}

/** Nearest examples that are averaged with the centroid. */
const NEAREST = 3;

/** Examples searched of one route, and of all routes: a text costs one dot product each (1 µs for 384 numbers). */
const SEARCHED_OF_ROUTE = 200;
const SEARCHED_IN_ALL = 4_096;

/** Below it a sum of unit vectors is rounding noise. */
const NO_LENGTH = 1e-3;

/**
 * How many examples of each route may be searched: all of them in most registries, at most {@link SEARCHED_OF_ROUTE}, and
 * as many as keep the sum near {@link SEARCHED_IN_ALL}, but never fewer than one more than {@link NEAREST}.
 *
 * @param counts examples of each route
 */
export function searchLimit(counts: readonly number[]): number {
  const searched = (limit: number): number => counts.reduce((sum, count) => sum + Math.min(count, limit), 0);
  let limit = SEARCHED_OF_ROUTE;
  while (limit > NEAREST + 1 && searched(limit) > SEARCHED_IN_ALL) limit -= 1;
  return limit;
}

/**
 * @param vectors one or more
 * @param limit examples to search, spread evenly over the list; the centroid is made of all
 */
export async function toPrototype(
  { route, vectors }: RouteVectors,
  limit: number,
  pace: Pace,
): Promise<Prototype> {
  const size = vectors[0]?.length ?? 0;
  const count = Math.min(vectors.length, limit);
  const searched = new Float32Array(count * size);
  for (let at = 0; at < count; at += 1) {
    searched.set(vectors[Math.floor((at * vectors.length) / count)] ?? [], at * size);
    await pace();
  }
  const sum = new Float32Array(size);
  for (const vector of vectors) {
    add(sum, vector);
    await pace();
  }
  const length = Math.sqrt(dot(sum, 0, sum));
  const centre = sum.map((value) => (length < NO_LENGTH ? 0 : value / length));
  return { route, searched, count, centre, length };
}

/** The unit vector of a searched example; a view, not a copy. */
export function exampleAt({ searched, centre }: Prototype, at: number): Float32Array {
  return searched.subarray(at * centre.length, (at + 1) * centre.length);
}

/**
 * Mean of two cosines of a unit vector: with the route's centroid, and with its {@link NEAREST} nearest examples averaged.
 *
 * @param without position of the searched example that the vector is, so that it does not vote for itself
 */
export function likeness(prototype: Prototype, vector: Float32Array, without?: number): number {
  const { searched, count } = prototype;
  const others = count - (without === undefined ? 0 : 1);
  if (others === 0) return 0;
  const nearest = new Array<number>(Math.min(NEAREST, others)).fill(-1);
  for (let at = 0; at < count; at += 1) {
    if (at !== without) insertDescending(nearest, dot(searched, at * vector.length, vector));
  }
  const nearestMean = nearest.reduce((sum, cosine) => sum + cosine, 0) / nearest.length;
  return (centreCosine(prototype, vector, without !== undefined) + nearestMean) / 2;
}

function centreCosine({ centre, length }: Prototype, vector: Float32Array, leftOut: boolean): number {
  const cosine = dot(centre, 0, vector);
  if (!leftOut) return cosine;
  // Of the sum without the vector, only the length and the product with the vector are needed.
  const own = dot(vector, 0, vector);
  const product = cosine * length - own;
  const rest = Math.sqrt(Math.max(0, length * length - 2 * cosine * length + own));
  return rest < NO_LENGTH ? 0 : product / rest;
}

/** Inserts into a list of fixed length that is sorted from high to low. */
function insertDescending(top: number[], value: number): void {
  let at = top.length - 1;
  if (value <= (top[at] ?? Infinity)) return;
  for (; at > 0 && value > (top[at - 1] ?? Infinity); at -= 1) top[at] = top[at - 1] ?? value;
  top[at] = value;
}

/** Of `b` and as many numbers of `a` from `offset` on. Four sums: each addition waits for the one before it. */
function dot(a: Float32Array, offset: number, b: Float32Array): number {
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  const inFours = b.length - (b.length % 4);
  for (let at = 0; at < inFours; at += 4) {
    const from = offset + at;
    sum0 += (a[from] ?? 0) * (b[at] ?? 0);
    sum1 += (a[from + 1] ?? 0) * (b[at + 1] ?? 0);
    sum2 += (a[from + 2] ?? 0) * (b[at + 2] ?? 0);
    sum3 += (a[from + 3] ?? 0) * (b[at + 3] ?? 0);
  }
  for (let at = inFours; at < b.length; at += 1) sum0 += (a[offset + at] ?? 0) * (b[at] ?? 0);
  return sum0 + sum1 + sum2 + sum3;
}

function add(into: Float32Array, vector: Float32Array): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) + (vector[at] ?? 0);
}
