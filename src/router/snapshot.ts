import type { Registry } from '../config/registry.js';
import type { DecisionPlan } from '../decision/decision-plan.js';
import type { Encoder } from '../embed/encoder.js';
import type { ListedModels } from '../mutation/models-reply.js';
import type { Rule } from '../signals/rule.js';
import type { SimilarityIndex } from '../signals/similarity-index.js';

/** A registry made ready to serve. Immutable: a request keeps the one it began with, whatever is loaded meanwhile. */
export interface Snapshot {
  readonly registry: Registry;
  readonly plan: DecisionPlan;
  /** Routes with rules, by descending priority. */
  readonly rules: readonly RouteRule[];
  /** `undefined` when no route has examples, or their embedding failed. */
  readonly index: SimilarityIndex | undefined;
  /** `undefined` when Dragoman runs without an encoder. */
  readonly encoder: Encoder | undefined;
  readonly listed: ListedModels;
  /** Embeddings by text, so that a reload embeds only what is new. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

export interface RouteRule {
  readonly route: string;
  readonly rule: Rule;
  /** Whether the route demands a safety class, so that it counts even behind a route of higher priority. */
  readonly guards: boolean;
}
