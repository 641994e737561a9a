import type { Registry } from '../../config/registry.js';
import { allRoutes } from '../../config/all-routes.js';
import { clusterNames } from '../../envoy/cluster-names.js';
import type { EnvoyOptions } from '../../envoy/envoy-options.js';
import { renderEnvoy } from '../../envoy/render.js';
import { longestAnswerMs } from '../../envoy/timeouts.js';
import { waitForClusters } from '../../envoy/wait-for-clusters.js';
import { writeXds } from '../../envoy/write-xds.js';
import type { Logger } from '../../telemetry/logger.js';

/** Requests decided just before a change still name a removed cluster; Envoy keeps it at least this long. */
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
  let removed: Kept = { models: new Map(), routes: [] };
  let cleanUp: NodeJS.Timeout | undefined;
  write(first, options);
  return {
    async prepare(next, current) {
      clearTimeout(cleanUp);
      // Changes that follow each other closely keep what any of them removed.
      removed = together(removed, keptOf(current));
      const all = together(removed, keptOf(next));
      // The routes wait: a new default model is a 503 until its cluster is warm.
      write(withKept(current, all), options);
      const known = new Set(clusterNames(current));
      const added = clusterNames(next).filter((name) => !known.has(name));
      const warm = added.length === 0 || (await waitForClusters(options.admin, added, WARM_DEADLINE_MS));
      if (!warm) logger.warn({ added }, 'Envoy does not list the new clusters yet');
      write(withKept(next, all), options);
      cleanUp = setTimeout(() => {
        removed = { models: new Map(), routes: [] };
        try {
          write(next, options);
        } catch (error) {
          logger.error({ err: error }, 'removed models stay in the files of Envoy');
        }
      }, keepMs(current)).unref();
    },
    stop() {
      clearTimeout(cleanUp);
    },
  };
}

/** A request goes on to its next model after as long as the one before may take, and ends in an error where it is gone. */
function keepMs(registry: Registry): number {
  return Math.max(KEEP_REMOVED_MS, longestAnswerMs(registry));
}

function write(registry: Registry, options: EnvoyOptions): void {
  writeXds(options.xdsDirectory, renderEnvoy(registry, options));
}

/** What a registry's clusters follow from: its models and, for the tiers of cascades, its routes. */
interface Kept {
  readonly models: Registry['pool']['models'];
  readonly routes: Registry['routes'];
}

function keptOf(registry: Registry): Kept {
  return { models: registry.pool.models, routes: allRoutes(registry) };
}

function together(older: Kept, newer: Kept): Kept {
  return {
    models: new Map([...older.models, ...newer.models]),
    routes: [...new Set([...older.routes, ...newer.routes])],
  };
}

function withKept(registry: Registry, { models, routes }: Kept): Registry {
  return { ...registry, routes, pool: { ...registry.pool, models } };
}
