import type { Registry } from '../config/registry.js';
import type { EnvoyOptions } from '../envoy/envoy-options.js';
import { renderEnvoy } from '../envoy/render.js';
import { waitForClusters } from '../envoy/wait-for-clusters.js';
import { writeXds } from '../envoy/write-xds.js';
import { clusterOf } from '../mutation/wire-names.js';
import type { Logger } from '../telemetry/logger.js';

/** Requests decided just before a change still name a removed cluster; Envoy keeps it this long. */
const KEEP_REMOVED_MS = 30_000;
/** A cluster that is not warm by then (its name does not resolve, say) must not hold up the whole registry. */
const WARM_DEADLINE_MS = 5_000;

/** Keeps Envoy's files in step with the registry in service. */
export interface XdsSync {
  /** Makes the clusters of `next` known to Envoy, and then its routes, while the clusters of `current` stay. */
  prepare(next: Registry, current: Registry): Promise<void>;
  stop(): void;
}

/** Writes Envoy's files for `first` at once. */
export function startXdsSync(options: EnvoyOptions, first: Registry, logger: Logger): XdsSync {
  let removed: Registry['pool']['models'] = new Map();
  let cleanUp: NodeJS.Timeout | undefined;
  write(first, options);
  return {
    async prepare(next, current) {
      clearTimeout(cleanUp);
      // Changes that follow each other closely keep what any of them removed.
      removed = new Map([...removed, ...current.pool.models]);
      const models = new Map([...removed, ...next.pool.models]);
      // The routes wait: a new default model is a 503 until its cluster is warm.
      write(withModels(current, models), options);
      const added = [...next.pool.models.keys()].filter((name) => !current.pool.models.has(name));
      const warm =
        added.length === 0 || (await waitForClusters(options.admin, added.map(clusterOf), WARM_DEADLINE_MS));
      if (!warm) logger.warn({ added }, 'Envoy does not list the new clusters yet');
      write(withModels(next, models), options);
      cleanUp = setTimeout(() => {
        removed = new Map();
        try {
          write(next, options);
        } catch (error) {
          logger.error({ err: error }, 'removed models stay in the files of Envoy');
        }
      }, KEEP_REMOVED_MS).unref();
    },
    stop() {
      clearTimeout(cleanUp);
    },
  };
}

function write(registry: Registry, options: EnvoyOptions): void {
  writeXds(options.xdsDirectory, renderEnvoy(registry, options));
}

function withModels(registry: Registry, models: Registry['pool']['models']): Registry {
  return { ...registry, pool: { ...registry.pool, models } };
}
