import { createPace, type Pace } from './pace.js';
import {
  exampleAt,
  likeness,
  type Prototype,
  type RouteVectors,
  searchLimit,
  toPrototype,
} from './prototype.js';
import { fitTemperature, type Trial } from './temperature.js';

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

/** Everything needed to score a text; immutable. */
export interface SimilarityIndex {
  readonly prototypes: readonly Prototype[];
  /** Score of the class `none`: half-way between what belongs and what does not. */
  readonly none: number;
  /** Softmax temperature, fitted by leave-one-out. */
  readonly temperature: number;
}

/** Dot products that the leave-one-out fit may cost, about a second of work. */
const FIT_BUDGET = 1_000_000;
/** Examples that take part in the fit: fewer would leave it to chance, more would change nothing. */
const MIN_TRIALS = 40;
const MAX_TRIALS = 400;

/**
 * Builds the index from each route's examples.
 *
 * A route's score is its {@link likeness} to the text. Scores become probabilities by a softmax with one more class,
 * `none`, whose score is the midpoint between the median score of an example for its own route (leave-one-out) and the
 * median best score of the background texts. Lets other work run every few milliseconds.
 *
 * @param background unit vectors of everyday texts that belong to no route in particular
 * @param signal ends the work: the promise then rejects with its reason
 */
export async function buildSimilarityIndex(
  routes: readonly RouteVectors[],
  background: readonly Float32Array[],
  signal?: AbortSignal,
): Promise<SimilarityIndex> {
  const pace = createPace(signal);
  const filled = routes.filter(({ vectors }) => vectors.length > 0);
  const limit = searchLimit(filled.map(({ vectors }) => vectors.length));
  const prototypes: Prototype[] = [];
  for (const route of filled) prototypes.push(await toPrototype(route, limit, pace));
  const trials = await leaveOneOut(prototypes, pace);
  const own = trials.map(({ scores, truth }) => scores[truth] ?? 0);
  const strangers: number[] = [];
  for (const vector of background) {
    strangers.push(Math.max(-1, ...prototypes.map((prototype) => likeness(prototype, vector))));
    await pace();
  }
  const none = (median(own) + median(strangers)) / 2;
  return { prototypes, none, temperature: await fitTemperature(trials, none, pace) };
}

/** Scores a unit vector against every route; cost is one dot product a route and a searched example. */
export function scoreSimilarity(index: SimilarityIndex, vector: Float32Array): SimilarityScores {
  const logits = index.prototypes.map((prototype) => likeness(prototype, vector) / index.temperature);
  const noneLogit = index.none / index.temperature;
  const top = Math.max(noneLogit, ...logits);
  const weights = logits.map((logit) => Math.exp(logit - top));
  const noneWeight = Math.exp(noneLogit - top);
  const total = weights.reduce((sum, weight) => sum + weight, noneWeight);
  const routes = index.prototypes
    .map(({ route }, at) => ({ route, probability: (weights[at] ?? 0) / total }))
    .sort((a, b) => b.probability - a.probability || a.route.localeCompare(b.route));
  return { routes, none: noneWeight / total };
}

async function leaveOneOut(prototypes: readonly Prototype[], pace: Pace): Promise<Trial[]> {
  const all = prototypes.flatMap(({ count }, truth) =>
    count > 1 ? Array.from({ length: count }, (_, example) => ({ truth, example })) : [],
  );
  const cost = prototypes.reduce((sum, { count }) => sum + count, 0);
  const most = Math.min(Math.max(FIT_BUDGET / cost, MIN_TRIALS), MAX_TRIALS);
  const step = Math.max(1, Math.ceil(all.length / most));
  const trials: Trial[] = [];
  for (const [at, { truth, example }] of all.entries()) {
    const own = prototypes[truth];
    if (own === undefined || at % step !== 0) continue;
    const vector = exampleAt(own, example);
    const scores = prototypes.map((other) => likeness(other, vector, other === own ? example : undefined));
    trials.push({ truth, scores });
    await pace();
  }
  return trials;
}

/** 0 for an empty list, so that a registry of single examples still has a midpoint. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
