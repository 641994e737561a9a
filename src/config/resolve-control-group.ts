import type { ControlGroup } from './api/v1alpha1/router-policy.js';
import { DEFAULTS } from './defaults.js';
import type { RegistryModel, RegistryPolicy } from './registry.js';
import { checkModel } from './resolve-model-name.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from './spot.js';

/** Names the model of the control group: the dearest of the pool unless the document says otherwise. */
export function resolveControlGroup(
  group: ControlGroup | undefined,
  pool: ResolvedPool | undefined,
  spot: Spot | undefined,
): RegistryPolicy['controlGroup'] {
  if (group === undefined || pool === undefined || spot === undefined) return undefined;
  const model = group.model ?? dearestOf(pool.pool.models.values());
  if (model === undefined || !checkModel(group.model, pool, spot.at('model'))) return undefined;
  return { share: group.share ?? DEFAULTS.controlShare, model };
}

function dearestOf(models: Iterable<RegistryModel>): string | undefined {
  const priceSum = ({ price }: RegistryModel): number => price.input + price.output;
  return [...models].reduce<RegistryModel | undefined>(
    (most, model) => (most === undefined || priceSum(model) > priceSum(most) ? model : most),
    undefined,
  )?.name;
}
