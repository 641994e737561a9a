import type { RouteScores } from '../signals/routes/route-scores.js';
import type { SimilarityFailure } from '../signals/signal.js';
import type { DecisionPlan, RoutePlan } from './decision-plan.js';

/** Layers that compare a request with the routes. */
export type ComparingLayer = 'cache' | 'fast' | 'similarity' | 'llm';

/** What the layers found out by comparing. */
export type Comparison =
  | {
      readonly ok: true;
      readonly layer: ComparingLayer;
      readonly scores: RouteScores;
      /** The small model said so, now or when the cache learned it; absent when heads did. */
      readonly saidByModel?: true;
      /** Why the fast head had to stand in for the encoder; absent when it did not. */
      readonly standsInFor?: SimilarityFailure;
    }
  | { readonly ok: false; readonly failure: SimilarityFailure };

/** Scores that were found, and by which layer. */
export type Found = Extract<Comparison, { readonly ok: true }>;

/** Lowest probability at which the small model's word counts: it holds the route for likelier than all others together. */
const MODEL_THRESHOLD = 0.5;

/** How the scores stand to the bars. */
export type Clearness =
  | { readonly kind: 'clear'; readonly route: RoutePlan }
  /** The most probable route is not probable enough. */
  | { readonly kind: 'low_margin'; readonly best: RoutePlan }
  | { readonly kind: 'out_of_scope' };

/**
 * Compares scores with the bars. Out of scope is told by its own sign and never by a low probability: a text may be
 * strange to all routes and yet nearest to one.
 *
 * @param saidByModel whether a small model gave the scores: the routes' thresholds are fitted to the heads' and say nothing
 * about it
 */
export function clearnessOf(plan: DecisionPlan, scores: RouteScores, saidByModel = false): Clearness {
  const best = plan.routes.get(scores.routes[0]?.route ?? '');
  if (best === undefined || scores.outOfScope > 0.5) return { kind: 'out_of_scope' };
  const demanding = mostDemanding(plan, scores.intents ?? []);
  if (demanding !== undefined) return { kind: 'clear', route: demanding };
  const { confidence, margin } = leadOf(scores);
  const threshold = saidByModel ? MODEL_THRESHOLD : best.threshold;
  const clear = confidence >= threshold && margin >= plan.margin;
  return clear ? { kind: 'clear', route: best } : { kind: 'low_margin', best };
}

export interface Lead {
  /** Probability of the best route, in [0, 1]. */
  readonly confidence: number;
  /** Its lead over the second, in [0, 1]. */
  readonly margin: number;
}

export function leadOf({ routes: [first, second] }: RouteScores): Lead {
  const confidence = first?.probability ?? 0;
  return { confidence, margin: confidence - (second?.probability ?? 0) };
}

/** Of several requests in one prompt, the one for the dearest model: a strong model can do a light task as well. */
function mostDemanding(plan: DecisionPlan, intents: readonly string[]): RoutePlan | undefined {
  return intents
    .flatMap((route) => plan.routes.get(route) ?? [])
    .reduce<RoutePlan | undefined>((most, route) => {
      return most === undefined || weightOf(route) > weightOf(most) ? route : most;
    }, undefined);
}

/** US dollars per million tokens of the route's model; of the dearest one where there are several. */
function weightOf({ target, objective, cascade }: RoutePlan): number {
  const models = objective?.models ?? cascade?.tiers.map(({ model }) => model) ?? [target];
  return Math.max(...models.map(({ priceSum }) => priceSum));
}
