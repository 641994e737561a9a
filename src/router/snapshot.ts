import type { Registry } from '../config/registry.js';
import type { DecisionPlan } from '../decision/decision-plan.js';
import type { Encoder } from '../embed/encoder.js';
import type { ListedModels } from '../mutation/models-reply.js';
import type { Rule } from '../signals/rule.js';
import type { SimilarityFailure } from '../signals/signal.js';
import type { SimilarityIndex } from '../signals/similarity-index.js';

/** A registry made ready to serve. Immutable: a request keeps the one it began with, whatever is loaded meanwhile. */
export interface Snapshot {
  readonly registry: Registry;
  readonly plan: DecisionPlan;
  /** Routes with rules, by descending priority. */
  readonly rules: readonly RouteRule[];
  /** What texts are compared with, or why there is nothing to compare with. */
  readonly index: SimilarityIndex | NoIndex;
  /** `undefined` when Dragoman runs without an encoder. */
  readonly encoder: Encoder | undefined;
  readonly listed: ListedModels;
  /** Embeddings by text, so that a reload embeds only what is new; empty without an encoder. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

export type NoIndex = Extract<SimilarityFailure, 'no_examples' | 'absent' | MissingIndex>;

/** The encoder failed on the examples, or has not come to all of them yet. */
export type MissingIndex = 'down' | 'loading';

/** A snapshot that has an encoder and examples to compare with, but no index of them yet. */
export function lacksIndex(snapshot: Snapshot): snapshot is Snapshot & { readonly index: MissingIndex } {
  return snapshot.index === 'down' || snapshot.index === 'loading';
}

export interface RouteRule {
  readonly route: string;
  readonly rule: Rule;
  /** Whether the route demands a safety class, so that it counts even behind a route of higher priority. */
  readonly guards: boolean;
}
