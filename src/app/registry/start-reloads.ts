import type { Bundle } from '../../bundle/bundle.js';
import { formatProblem } from '../../config/problem.js';
import type { RegistryPolicy } from '../../config/registry.js';
import { reasonOf } from '../../errors.js';
import { type Reloader, type ReloadHooks, startReloading } from '../../router/reload.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';
import type { Cluster } from './start-cluster.js';
import { REGISTRY_LOADED, REGISTRY_MENDED, REGISTRY_REFUSED } from './registry-messages.js';
import type { XdsSync } from './xds-sync.js';

export interface ReloadParts {
  readonly directory: string;
  readonly first: Snapshot;
  /** What `first` was equipped with. */
  readonly bundle: Bundle | undefined;
  /** As {@link startReloading} takes it. */
  readonly seen: string;
  readonly xds: XdsSync | undefined;
  /** Told of what becomes of each registry; `undefined` where no cluster is. */
  readonly cluster: Pick<Cluster, 'read' | 'serves'> | undefined;
  readonly metrics: Pick<Metrics, 'registryRefused'>;
  readonly logger: Logger;
}

/** Keeps the registry in service in step with its folder, Envoy with the registry, and the log with both. */
export function startReloads(parts: ReloadParts): Reloader {
  const { directory, first, bundle, seen, xds, cluster, metrics, logger } = parts;
  let serving = first.registry.version;
  /** Whether the last word about the registry was that it is bad or does not go into service. */
  let isInDoubt = false;
  const hooks: ReloadHooks = {
    onRead: (result) => {
      cluster?.read(result);
      // Nothing is loaded, so nothing else would take back what was said of the one before.
      if (isInDoubt && result.ok && result.registry.version === serving) {
        logger.info({ registry: serving }, REGISTRY_MENDED);
      }
      isInDoubt = !result.ok;
    },
    beforeSwap: async (next, current) => {
      await xds?.prepare(next.registry, current.registry);
    },
    onLoaded: ({ registry }) => {
      serving = registry.version;
      cluster?.serves(serving);
      logger.info({ registry: registry.version, routes: registry.routes.length }, REGISTRY_LOADED);
      if (differs(registry.policy.encoder, first.registry.policy.encoder)) {
        logger.warn('spec.encoder.workers and queue changed; they take a restart');
      }
    },
    onRefused: (problems) => {
      metrics.registryRefused();
      const lines = problems.map(formatProblem);
      logger.error({ problems: lines }, REGISTRY_REFUSED);
    },
    onWaiting: (reason) => {
      cluster?.serves(serving, reason);
      logger.warn({ reason }, 'similarity waits for its examples');
    },
    onError: (error) => {
      cluster?.serves(serving, reasonOf(error));
      isInDoubt = true;
      logger.error({ err: error }, 'reload failed; the last good registry serves on');
    },
  };
  return startReloading(directory, first, hooks, { bundle, seen });
}

function differs(a: RegistryPolicy['encoder'], b: RegistryPolicy['encoder']): boolean {
  return a.workers !== b.workers || a.queue !== b.queue;
}
