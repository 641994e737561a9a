import type { DecisionPlan, RoutePlan } from '../../src/decision/decision-plan.js';
import type { ModelProfile } from '../../src/decision/model-profile.js';

/** A model that can do everything and serves no safety class. */
export function buildProfile(name: string, changes: Partial<ModelProfile> = {}): ModelProfile {
  return {
    name,
    contextLength: undefined,
    capabilities: undefined,
    endpoints: undefined,
    safetyClasses: new Set(),
    price: { input: (changes.priceSum ?? 1) / 2, output: (changes.priceSum ?? 1) / 2 },
    priceSum: 1,
    quality: undefined,
    timeoutMs: 300_000,
    ...changes,
  };
}

export function buildRoutePlan(
  name: string,
  target: ModelProfile,
  changes: Partial<RoutePlan> = {},
): RoutePlan {
  return {
    name,
    target,
    objective: undefined,
    cascade: undefined,
    threshold: 0.5,
    fallback: undefined,
    safetyClass: undefined,
    timeoutMs: undefined,
    maxTokens: undefined,
    ...changes,
  };
}

/** @param models the first is the default */
export function buildPlan(
  models: readonly [ModelProfile, ...ModelProfile[]],
  routes: readonly RoutePlan[],
  changes: Partial<DecisionPlan> = {},
): DecisionPlan {
  return {
    models: new Map(models.map((model) => [model.name, model])),
    aliases: new Set(['auto']),
    defaultModel: models[0],
    routes: new Map(routes.map((route) => [route.name, route])),
    margin: 0.1,
    onLowMargin: 'default',
    coldCachePenalty: undefined,
    trial: undefined,
    ...changes,
  };
}
