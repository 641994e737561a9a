import { fitTemperature, type Trial } from './temperature.js';

/** A route's examples as unit vectors. */
export interface RouteVectors {
  readonly route: string;
  readonly vectors: readonly Float32Array[];
}

export interface RouteProbability {
  readonly route: string;
  /** Calibrated, in [0, 1]. */
  readonly probability: number;
}

/** What the examples say about a text: probabilities of the routes and of `none`, which sum to 1. */
export interface SimilarityScores {
  /** All routes, most probable first. */
  readonly routes: readonly RouteProbability[];
  /** Probability that the text belongs to none of them. */
  readonly none: number;
}

interface Prototype {
  readonly route: string;
  readonly vectors: readonly Float32Array[];
  readonly sum: Float32Array;
}

/** Everything needed to score a text; immutable. */
export interface SimilarityIndex {
  readonly prototypes: readonly Prototype[];
  /** Score of `none`: half-way between what belongs and what does not. */
  readonly background: number;
  /** Softmax temperature, fitted by leave-one-out. */
  readonly temperature: number;
}

/** Examples that take part in the leave-one-out fit; more would only cost time. */
const FIT_SAMPLE = 400;

/** Nearest examples that are averaged with the centroid. */
const NEAREST = 3;

/**
 * Builds the index from each route's examples.
 *
 * A route's score is the mean of two cosines: with its centroid, and with its {@link NEAREST} nearest examples averaged.
 * Scores become probabilities by a softmax with one more class, `none`, whose score is the midpoint between the median
 * score of an example for its own route (leave-one-out) and the median best score of the background texts.
 *
 * @param background unit vectors of everyday texts that belong to no route in particular
 */
export function buildSimilarityIndex(
  routes: readonly RouteVectors[],
  background: readonly Float32Array[],
): SimilarityIndex {
  const prototypes = routes.filter(({ vectors }) => vectors.length > 0).map(toPrototype);
  const trials = leaveOneOut(prototypes);
  const own = trials.map(({ scores, truth }) => scores[truth] ?? 0);
  const strangers = background.map((vector) => Math.max(-1, ...prototypes.map((p) => scoreOf(p, vector))));
  const none = (median(own) + median(strangers)) / 2;
  return { prototypes, background: none, temperature: fitTemperature(trials, none) };
}

/** Scores a unit vector against every route; cost is one dot product an example. */
export function scoreSimilarity(index: SimilarityIndex, vector: Float32Array): SimilarityScores {
  const logits = index.prototypes.map((prototype) => scoreOf(prototype, vector) / index.temperature);
  const noneLogit = index.background / index.temperature;
  const top = Math.max(noneLogit, ...logits);
  const weights = logits.map((logit) => Math.exp(logit - top));
  const noneWeight = Math.exp(noneLogit - top);
  const total = weights.reduce((sum, weight) => sum + weight, noneWeight);
  const routes = index.prototypes
    .map(({ route }, at) => ({ route, probability: (weights[at] ?? 0) / total }))
    .sort((a, b) => b.probability - a.probability || a.route.localeCompare(b.route));
  return { routes, none: noneWeight / total };
}

function toPrototype({ route, vectors }: RouteVectors): Prototype {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) add(sum, vector, 1);
  return { route, vectors, sum };
}

/** @param without an example of this very route that must not vote for itself */
function scoreOf(prototype: Prototype, vector: Float32Array, without?: Float32Array): number {
  const others = prototype.vectors.length - (without === undefined ? 0 : 1);
  if (others === 0) return 0;
  const nearest = new Array<number>(Math.min(NEAREST, others)).fill(-1);
  for (const example of prototype.vectors) {
    if (example !== without) insertDescending(nearest, dot(example, vector));
  }
  const nearestMean = nearest.reduce((sum, cosine) => sum + cosine, 0) / nearest.length;
  return (centroidCosine(prototype.sum, vector, without) + nearestMean) / 2;
}

function centroidCosine(sum: Float32Array, vector: Float32Array, without?: Float32Array): number {
  let rest = sum;
  if (without !== undefined) {
    rest = Float32Array.from(sum);
    add(rest, without, -1);
  }
  const length = Math.sqrt(dot(rest, rest));
  // Examples that point in opposite directions have no centre to resemble.
  return length === 0 ? 0 : dot(rest, vector) / length;
}

function leaveOneOut(prototypes: readonly Prototype[]): Trial[] {
  const all = prototypes.flatMap(({ vectors }, truth) =>
    vectors.length > 1 ? vectors.map((vector) => ({ vector, truth })) : [],
  );
  const step = Math.max(1, Math.ceil(all.length / FIT_SAMPLE));
  return all
    .filter((_, at) => at % step === 0)
    .map(({ vector, truth }) => ({
      truth,
      scores: prototypes.map((p, at) => scoreOf(p, vector, at === truth ? vector : undefined)),
    }));
}

function insertDescending(top: number[], value: number): void {
  let at = top.length - 1;
  if (value <= (top[at] ?? Infinity)) return;
  for (; at > 0 && value > (top[at - 1] ?? Infinity); at -= 1) top[at] = top[at - 1] ?? value;
  top[at] = value;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function add(into: Float32Array, vector: Float32Array, factor: number): void {
  for (let at = 0; at < into.length; at += 1) into[at] = (into[at] ?? 0) + factor * (vector[at] ?? 0);
}

/** 0 for an empty list, so that a registry of single examples still has a midpoint. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
