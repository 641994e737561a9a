import type { RouteScores } from '../signals/route-scores.js';
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
      /** Why the fast head had to stand in for the encoder; absent when it did not. */
      readonly standsInFor?: SimilarityFailure;
    }
  | { readonly ok: false; readonly failure: SimilarityFailure };

/** How the scores stand to the bars. */
export type Clearness =
  | { readonly kind: 'clear'; readonly route: RoutePlan }
  /** The routes that are in question, most probable first; at most two. */
  | { readonly kind: 'low_margin'; readonly routes: readonly RoutePlan[] }
  | { readonly kind: 'out_of_scope' };

/**
 * Compares scores with the bars. Out of scope is told by its own sign and never by a low probability: a text may be
 * strange to all routes and yet nearest to one.
 */
export function clearnessOf(plan: DecisionPlan, scores: RouteScores): Clearness {
  const ranked = scores.routes.slice(0, 2).flatMap(({ route }) => plan.routes.get(route) ?? []);
  const best = ranked[0];
  if (best === undefined || scores.outOfScope > 0.5) return { kind: 'out_of_scope' };
  const demanding = mostDemanding(plan, scores.intents ?? []);
  if (demanding !== undefined) return { kind: 'clear', route: demanding };
  const { confidence, margin } = leadOf(scores);
  const clear = confidence >= best.threshold && margin >= plan.margin;
  return clear ? { kind: 'clear', route: best } : { kind: 'low_margin', routes: ranked };
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

/** US dollars per million tokens of the route's model; of the dearest one where an objective chooses. */
function weightOf({ target, objective }: RoutePlan): number {
  return Math.max(...(objective?.models ?? [target]).map(({ priceSum }) => priceSum));
}
