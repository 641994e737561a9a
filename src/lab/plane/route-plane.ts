import { solveCholesky } from '../../heads/cholesky.js';
import { dot, meanRow } from '../../heads/matrix.js';
import { createPace } from '../../heads/pace.js';
import { factorWithin, type RidgeSums, sumsOfFolds } from '../../heads/ridge-sums.js';
import { symmetricEigenvectors } from '../../heads/symmetric-eigen.js';
import { principalAxis } from './principal-axis.js';

/** An orthogonal projection of vectors onto a plane. */
export interface RoutePlane {
  /** Share of the variance of the vectors, about their mean, that the plane shows, in [0, 1]. */
  readonly explained: number;
  /** Place of a vector on the plane; the mean of the vectors is at (0, 0). */
  readonly place: (vector: ArrayLike<number>) => readonly [x: number, y: number];
}

/** A vector, and the route that it is an example of. */
export interface LabelledVector {
  readonly route: string;
  readonly vector: Float32Array;
}

/**
 * Added to the variance within routes, as a multiple of its mean. With it, and six to twenty routes of public intents (6 to
 * 50 examples each), as many held-out examples lie nearest to their own route's mean on the plane as on that of the first two
 * principal axes where routes are far apart (0.93 and 0.92), and more where they are close (Banking77: 0.82 and 0.64) or
 * examples few (0.84 and 0.72). With less of it the plane shows less of the variance, and no more of the routes.
 */
const SHRINKAGE = 3;

/** Routes that have a say in where the plane lies; the eigenvectors of more take long. */
const MOST_ROUTES = 200;

/**
 * The plane on which routes lie apart: the first two axes of linear discriminant analysis with a ridge (Hastie, Tibshirani
 * and Friedman, section 4.3), each route with the same weight, made orthogonal. Principal axes stand in where there are
 * fewer than three routes. It depends on the examples alone, so that traffic moves over a picture that stands still.
 */
export async function routePlane(vectors: readonly LabelledVector[]): Promise<RoutePlane> {
  const rows = vectors.map(({ vector }) => vector);
  const mean = meanRow(rows);
  const centred = rows.map((row) => lessMean(row, mean));
  const [x, y] = await axesOf(vectors, centred);
  const place: RoutePlane['place'] = (vector) => {
    const away = lessMean(vector, mean);
    return [dot(away, 0, x), dot(away, 0, y)];
  };
  return { place, explained: explainedBy([x, y], centred) };
}

async function axesOf(
  vectors: readonly LabelledVector[],
  centred: readonly Float64Array[],
): Promise<readonly [Float64Array, Float64Array]> {
  const first = await discriminantAxes(vectors);
  const x = first[0] ?? principalAxis(centred, []);
  const y = first[1] === undefined ? undefined : unit(without(first[1], x));
  return [x, y ?? principalAxis(centred, [x])];
}

/** At most two, most telling first; one less than there are routes. */
async function discriminantAxes(vectors: readonly LabelledVector[]): Promise<Float64Array[]> {
  const all = [...new Set(vectors.map(({ route }) => route))];
  const step = Math.max(1, Math.ceil(all.length / MOST_ROUTES));
  const routes = all.filter((_, at) => at % step === 0);
  if (routes.length < 2) return [];
  const { sums, means } = await sumsOf(vectors, routes);
  const variance = varianceWithin(sums, means);
  // Where each route has one example there is no variance within; any ridge gives the axes of the means.
  const lower = await factorWithin(sums, SHRINKAGE * variance || 1, createPace());
  const middle = meanRow(means);
  const apart = means.map((one) => lessMean(one, middle));
  const solved = apart.map((one) => solveCholesky(lower, one));
  const size = routes.length;
  const between = new Float64Array(size * size);
  for (const [i, one] of apart.entries()) {
    for (const [j, other] of solved.entries()) between[i * size + j] = dot(one, 0, other);
  }
  return symmetricEigenvectors(between, size)
    .map((weights) => ({ weights, strength: quadratic(between, weights) }))
    .sort((a, b) => b.strength - a.strength)
    .slice(0, Math.min(2, size - 1))
    .flatMap(({ weights }) => unit(combined(solved, weights)) ?? []);
}

async function sumsOf(
  vectors: readonly LabelledVector[],
  routes: readonly string[],
): Promise<{ readonly sums: RidgeSums; readonly means: readonly Float64Array[] }> {
  const places = new Map(routes.map((route, at) => [route, at]));
  const own = vectors.filter(({ route }) => places.has(route));
  const targets = own.map(({ route }) => oneAt(places.get(route) ?? 0, routes.length));
  const folds = new Uint8Array(own.length);
  const options = { folds, foldCount: 1, outputs: routes.length };
  const rows = own.map(({ vector }) => vector);
  const { all: sums } = await sumsOfFolds(rows, targets, options, createPace());
  const means = routes.map((_, k) => {
    const total = sums.products.slice(k * sums.inputs, (k + 1) * sums.inputs);
    return total.map((value) => value / (sums.outputSums[k] ?? 1));
  });
  return { sums, means };
}

/** Of one input, on average. */
function varianceWithin(
  { inputs, rows, squares, outputSums }: RidgeSums,
  means: readonly Float64Array[],
): number {
  let total = 0;
  for (let at = 0; at < inputs; at += 1) total += squares[at * inputs + at] ?? 0;
  for (const [k, mean] of means.entries()) total -= (outputSums[k] ?? 0) * dot(mean, 0, mean);
  return Math.max(0, total) / Math.max(1, rows * inputs);
}

function explainedBy(axes: readonly Float64Array[], centred: readonly Float64Array[]): number {
  let [total, shown] = [0, 0];
  for (const row of centred) {
    total += dot(row, 0, row);
    for (const axis of axes) shown += dot(row, 0, axis) ** 2;
  }
  return total === 0 ? 0 : Math.min(1, shown / total);
}

function lessMean(row: ArrayLike<number>, mean: Float64Array): Float64Array {
  return mean.map((value, at) => (row[at] ?? 0) - value);
}

function oneAt(place: number, size: number): Float32Array {
  const row = new Float32Array(size);
  row[place] = 1;
  return row;
}

function quadratic(matrix: Float64Array, x: Float64Array): number {
  return x.reduce((sum, value, at) => sum + value * dot(matrix, at * x.length, x), 0);
}

function combined(vectors: readonly Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const [k, vector] of vectors.entries()) {
    const weight = weights[k] ?? 0;
    for (const [at, value] of vector.entries()) sum[at] = (sum[at] ?? 0) + weight * value;
  }
  return sum;
}

function without(vector: Float64Array, axis: Float64Array): Float64Array {
  const along = dot(vector, 0, axis);
  return vector.map((value, at) => value - along * (axis[at] ?? 0));
}

/** `undefined` for a vector that is as good as 0. */
function unit(vector: Float64Array): Float64Array | undefined {
  const length = Math.hypot(...vector);
  return length < 1e-9 ? undefined : vector.map((value) => value / length);
}
