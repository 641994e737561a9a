import { allRoutes } from '../../config/all-routes.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';

/**
 * Keeps the names of metrics in step with the registry in service.
 *
 * @returns what looks whether it is another one; quick when it is not
 */
export function followNames(
  reloader: { readonly current: Pick<Snapshot, 'registry'> },
  metrics: Pick<Metrics, 'serve' | 'readFrom'>,
): () => void {
  let served: Pick<Snapshot, 'registry'> | undefined;
  const follow = (): void => {
    const { current } = reloader;
    if (current === served) return;
    served = current;
    const { pool } = current.registry;
    const routes = allRoutes(current.registry).map(({ name }) => name);
    metrics.serve({ routes, models: pool.models.keys(), aliases: pool.aliases });
  };
  follow();
  metrics.readFrom(follow);
  return follow;
}
