import type { RouteSpec } from '../api/v1alpha1/route.js';
import { DEFAULTS } from '../defaults.js';
import type { RegistryObjective } from '../registry.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';
import { warnOfUnknownQuality } from './warn-of-unknown-quality.js';

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
    warnOfUnknownQuality(models, resolved.pool.models, 'none of its models', spot);
  const { quality, prefer } = objective;
  return { quality, prefer: prefer ?? DEFAULTS.prefer, models: [...models] };
}

function namesFor(safetyClass: string | undefined, resolved: ResolvedPool | undefined): string[] {
  const models = [...(resolved?.pool.models.values() ?? [])];
  return models
    .filter((model) => safetyClass === undefined || model.safetyClasses.has(safetyClass))
    .map(({ name }) => name);
}
