import { modelOfCluster } from '../../mutation/wire-names.js';
import type { HealthOf } from '../../decision/model-health.js';

/** Where a rejected answer's request goes; `chain` where a tier is skipped: the clusters of all attempts, those made included. */
export interface Escalation {
  readonly chain?: readonly string[];
}

/**
 * The next tier that is not known to be down. Envoy walks the chain by the attempt's number, so a tier is skipped by
 * writing the chain anew without it.
 *
 * @param chain clusters, one an attempt
 * @param attempt the attempt that was rejected, from 1
 * @returns `undefined` when no tier is left: an answer in hand is better than an error
 */
export function escalate(
  chain: readonly string[],
  attempt: number,
  health: HealthOf,
): Escalation | undefined {
  const rest = chain.slice(attempt);
  const well = rest.filter((cluster) => health(modelOfCluster(cluster) ?? '') !== 'unhealthy');
  if (well.length === 0) return undefined;
  return well.length === rest.length ? {} : { chain: [...chain.slice(0, attempt), ...well] };
}
