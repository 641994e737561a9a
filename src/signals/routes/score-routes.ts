import { softmax } from '../../heads/softmax-head.js';
import type { SparseVector } from '../../heads/sparse-vector.js';
import { type Neighbours, neighboursOf } from './nearest-examples.js';
import { addSupport, type Blend, blendLayers } from './route-calibration.js';
import { isUsable } from './route-examples.js';
import { layerLogits, type RouteLayers } from './route-layers.js';
import type { RouteProbability, RouteScores } from './route-scores.js';
import { type Belonging, energyOf, outOfScopeOf, type ScopeBar } from './scope-bar.js';
import type { SearchedExamples } from './searched-examples.js';

/** Everything needed to score a text against the routes of a registry; immutable plain data. */
export interface RouteHead {
  /** Routes that have examples; their classes come first. */
  readonly routes: readonly string[];
  /** For each class behind the routes (its `not` texts), the route that it takes from. */
  readonly refused: readonly number[];
  /** Numbers in a vector; 0 for a head that reads n-grams only. */
  readonly dimensions: number;
  readonly layers: RouteLayers;
  readonly blend: Blend;
  readonly searched: SearchedExamples;
  readonly scope: ScopeBar;
  /**
   * Fitted threshold of each route that has enough examples, in [0, 1]; for routes that set none. 95 % of a route's own
   * texts clear it, so it is low where routes are hard to tell apart: a text that clears those of two routes is in doubt.
   */
  readonly thresholds: Readonly<Record<string, number>>;
}

/** Most routes, in the sort keys of {@link ranked}. */
const POSITIONS = 2 ** 16;

/** What is read from a text. Without a vector, or with one that is not finite, the n-grams decide alone. */
export interface Evidence {
  readonly ngrams: SparseVector;
  readonly vector?: Float32Array;
}

/** Logits of all classes and both signs of belonging. */
export interface RouteLogits extends Belonging {
  readonly logits: Float32Array;
}

/** Scores a text; well under a millisecond for 150 routes, and bounded for any number of examples. */
export function scoreRoutes(head: RouteHead, evidence: Evidence): RouteScores {
  if (head.routes.length === 0) return { routes: [], outOfScope: 1 };
  const vector = evidence.vector;
  const usable = vector !== undefined && isUsable(vector, head.dimensions);
  const seen = usable ? vector : new Float32Array(head.dimensions);
  const layers = layerLogits(head.layers, { vector: seen, ngrams: evidence.ngrams });
  const neighbours = neighboursOf(head.searched, layers.dense, seen, head.blend.near !== 0);
  return toScores(head, signsOf(head, { ...layers, ...neighbours }));
}

/** Blends what was found, and takes the energy of the layers alone: neighbours are a sign of their own. */
export function signsOf(
  head: Pick<RouteHead, 'routes' | 'blend'>,
  found: Neighbours & { readonly dense: Float32Array; readonly ngrams: Float32Array },
): RouteLogits {
  const layers = blendLayers(found, head.blend.mix);
  const energy = energyOf(layers, head.routes.length);
  return { logits: addSupport(layers, found, head.blend.near), energy, nearness: found.nearness };
}

/**
 * Turns logits into scores. The class of a route's `not` texts takes from that route by the odds of the two; where such
 * classes beat every route that is left, the text is out of scope.
 */
export function toScores(
  head: Pick<RouteHead, 'routes' | 'refused' | 'blend' | 'scope'>,
  signs: RouteLogits,
): RouteScores {
  const all = softmax(signs.logits, head.blend.temperature);
  const claims = all.slice(0, head.routes.length);
  let refusal = 0;
  for (const [at, route] of head.refused.entries()) {
    const against = all[head.routes.length + at] ?? 0;
    const claim = claims[route] ?? 0;
    refusal += against;
    claims[route] = claim === 0 ? 0 : (claim * claim) / (claim + against);
  }
  const best = claims.reduce((most, claim) => Math.max(most, claim), 0);
  const strange = outOfScopeOf(head.scope, signs);
  return {
    routes: ranked(head.routes, claims),
    outOfScope: refusal === 0 ? strange : Math.max(strange, refusal / (refusal + best)),
  };
}

/** Ties stay in the order of the routes. */
function ranked(routes: readonly string[], claims: Float32Array): RouteScores['routes'] {
  const total = claims.reduce((sum, claim) => sum + claim, 0);
  const probabilities = total > 0 ? claims.map((claim) => claim / total) : claims.fill(1 / claims.length);
  // Numbers sort many times faster without a comparison of ours: the bits of a float of 0 or more sort as it does.
  const bits = new Uint32Array(probabilities.buffer, probabilities.byteOffset, probabilities.length);
  const keys = new Float64Array(routes.length);
  for (let at = 0; at < keys.length; at += 1) keys[at] = at - (bits[at] ?? 0) * POSITIONS;
  const sorted: RouteProbability[] = [];
  for (const key of keys.sort()) {
    const at = key - Math.floor(key / POSITIONS) * POSITIONS;
    sorted.push({ route: routes[at] ?? '', probability: probabilities[at] ?? 0 });
  }
  return sorted;
}
