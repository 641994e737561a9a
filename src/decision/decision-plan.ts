import type { ModelProfile } from './model-profile.js';

/** What a registry says about choosing; made once a registry, immutable. */
export interface DecisionPlan {
  readonly models: ReadonlyMap<string, ModelProfile>;
  readonly aliases: ReadonlySet<string>;
  readonly defaultModel: ModelProfile;
  readonly routes: ReadonlyMap<string, RoutePlan>;
  /** Smallest lead over the runner-up at which similarity may choose. */
  readonly margin: number;
}

export interface RoutePlan {
  readonly name: string;
  readonly target: ModelProfile;
  /** Lowest probability at which similarity may choose the route. */
  readonly threshold: number;
  readonly fallback: ModelProfile | undefined;
  readonly safetyClass: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly maxTokens: number | undefined;
}
