import type { DecisionPlan } from './decision-plan.js';
import type { ModelProfile } from './model-profile.js';

/** The dearest model of the pool, which stands for the strongest; of equals the default. */
export function strongestModel({
  models,
  defaultModel,
}: Pick<DecisionPlan, 'models' | 'defaultModel'>): ModelProfile {
  let strongest = defaultModel;
  for (const model of models.values()) if (model.priceSum > strongest.priceSum) strongest = model;
  return strongest;
}
