import type { RouteSpec } from './api/v1alpha1/route.js';
import { DEFAULTS } from './defaults.js';
import type { RegistryModel, RegistryObjective } from './registry.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from './spot.js';

/**
 * Fills in an objective's defaults; `undefined` for a route without one.
 * @param hasOutcomes whether the policy names outcomes to predict quality from
 */
export function resolveObjective(
  { objective, policy }: RouteSpec,
  resolved: ResolvedPool | undefined,
  hasOutcomes: boolean,
  spot: Spot,
): RegistryObjective | undefined {
  if (objective === undefined) return undefined;
  const models = new Set(objective.models ?? namesFor(policy?.safetyClass, resolved));
  if (!hasOutcomes && resolved?.knowsModels === true)
    warnOfUnknownQuality(models, resolved.pool.models, spot);
  const { quality, prefer } = objective;
  return { quality, prefer: prefer ?? DEFAULTS.prefer, models: [...models] };
}

function namesFor(safetyClass: string | undefined, resolved: ResolvedPool | undefined): string[] {
  const models = [...(resolved?.pool.models.values() ?? [])];
  return models
    .filter((model) => safetyClass === undefined || model.safetyClasses.has(safetyClass))
    .map(({ name }) => name);
}

function warnOfUnknownQuality(
  names: ReadonlySet<string>,
  models: ReadonlyMap<string, RegistryModel>,
  spot: Spot,
): void {
  if ([...names].some((name) => models.get(name)?.quality !== undefined)) return;
  spot.doubtful(
    'knows the quality of none of its models; declare "quality" in the pool, or fit outcomes and name them in the RouterPolicy',
  );
}
