import type { RequestView } from '../request/request-view.js';
import type { StartingTier } from './cascade-start.js';
import type { DecidedCascade } from './decision.js';
import type { CascadeTier, RouteCascade } from './decision-plan.js';
import { brokenLimit, type Terms } from './eligible.js';
import type { HealthOf } from './model-health.js';

/**
 * The tiers from the start upwards, without those that cannot serve the request and without unhealthy ones: Envoy does not
 * retry a request that met a tier without a host. Where none of them is left, the nearest tier below answers alone, and
 * where all are unhealthy, they are tried all the same.
 *
 * @returns `undefined` when no tier can serve the request
 */
export function remainingTiers(
  { tiers, streaming, judgingMs }: RouteCascade,
  start: StartingTier,
  view: RequestView,
  terms: Terms,
  health: HealthOf = () => 'unknown',
): DecidedCascade | undefined {
  const able = tiers.filter(({ model }) => brokenLimit(model, view, terms) === undefined);
  const healthy = able.filter(({ model }) => health(model.name) !== 'unhealthy');
  const usable = healthy.length > 0 ? healthy : able;
  const above = usable.filter((tier) => tiers.indexOf(tier) >= start.at);
  const remaining = above.length > 0 ? above : usable.slice(-1);
  const [first] = remaining;
  if (first === undefined) return undefined;
  const meant = tiers[start.at];
  const lost = meant !== undefined && able.includes(meant) ? 'unhealthy' : 'limit';
  return {
    tiers: remaining.map(named),
    startedBy: first === meant ? start.by : lost,
    streaming,
    judgingMs,
  };
}

function named({ model, timeoutMs }: CascadeTier): DecidedCascade['tiers'][number] {
  return { model: model.name, timeoutMs };
}
