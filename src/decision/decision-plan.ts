import type { ModelProfile } from './model-profile.js';

/** Which model answers when no route is clear; see RouterPolicy's `onLowMargin`. */
export type LowMarginAction = 'llm' | 'default' | 'strongest' | 'next';

/** What a registry says about choosing; made once a registry, immutable. */
export interface DecisionPlan {
  readonly models: ReadonlyMap<string, ModelProfile>;
  readonly aliases: ReadonlySet<string>;
  readonly defaultModel: ModelProfile;
  readonly routes: ReadonlyMap<string, RoutePlan>;
  /** Smallest lead over the runner-up at which similarity may choose. */
  readonly margin: number;
  readonly onLowMargin: LowMarginAction;
  /** What a change of the model in the midst of a conversation must be worth, in [0, 1]; `undefined`: nothing. */
  readonly coldCachePenalty: number | undefined;
}

export interface RoutePlan {
  readonly name: string;
  /** The model that answers; the default model where an {@link objective} chooses and nothing is known. */
  readonly target: ModelProfile;
  readonly objective: RouteObjective | undefined;
  /** Lowest probability at which similarity may choose the route. */
  readonly threshold: number;
  readonly fallback: ModelProfile | undefined;
  readonly safetyClass: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxTokens: number | undefined;
}

export interface RouteObjective {
  /** Probability of a good answer that must be reached, in [0, 1]. */
  readonly quality: number;
  readonly prefer: 'cost' | 'latency';
  /** The models to choose from. */
  readonly models: readonly ModelProfile[];
}
