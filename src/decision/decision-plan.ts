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
  /** Conversations that are not left to the router; `undefined`: all of them are. */
  readonly trial: TrialPlan | undefined;
}

/** Shares, in [0, 1], of the conversations that are not left to the router; together at most 1. */
export interface TrialPlan {
  readonly controlShare: number;
  /** The model of the control group; `undefined` when there is none. */
  readonly controlModel: ModelProfile | undefined;
  readonly explorationShare: number;
}

export interface RoutePlan {
  readonly name: string;
  /** The model that answers; the default model where an {@link objective} chooses and nothing is known; the first tier of a {@link cascade}. */
  readonly target: ModelProfile;
  readonly objective: RouteObjective | undefined;
  readonly cascade: RouteCascade | undefined;
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

/** Models that are tried in turn; see the registry's `Cascade`. */
export interface RouteCascade {
  /** Cheapest first. */
  readonly tiers: readonly CascadeTier[];
  readonly start: CascadeStart;
  readonly streaming: 'direct' | 'buffer' | 'prefix';
  /** Longest time that second opinions about one tier's answer take. */
  readonly judgingMs: number;
}

export interface CascadeTier {
  readonly model: ModelProfile;
  /** Longest wait for this tier's answer. */
  readonly timeoutMs: number;
}

/** When a request starts higher than at the first tier; `undefined`: never for this reason. */
export interface CascadeStart {
  /** One tier higher when the lead over the runner-up is smaller, in [0, 1]. */
  readonly margin: number | undefined;
  /** At the top when the probability that the prompt is complex is greater, in [0, 1]. */
  readonly complex: number | undefined;
  /** At the first tier whose predicted quality reaches it, in [0, 1]. */
  readonly quality: number | undefined;
}
