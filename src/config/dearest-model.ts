import type { RegistryModel, RegistryPool } from './registry.js';

/** Both prices of a model together: what models are ordered by where no request says how long its answer will be. */
export function priceSum({ price }: Pick<RegistryModel, 'price'>): number {
  return price.input + price.output;
}

/**
 * The dearest model of a pool, which stands for its strongest; of equals the default. `undefined` where the pool lacks its
 * default, as one that is not valid may.
 */
export function dearestModel({ default: usual, models }: RegistryPool): RegistryModel | undefined {
  let dearest = models.get(usual);
  if (dearest === undefined) return undefined;
  for (const model of models.values()) if (priceSum(model) > priceSum(dearest)) dearest = model;
  return dearest;
}
