import { join } from 'node:path';
import type { BundleFolder } from '../bundle/bundle-folder.js';
import { fingerprint } from '../config/fingerprint.js';
import { loadRegistry } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import type { Registry, RegistryPolicy } from '../config/registry.js';
import { formatHostPort, type HostPort } from '../envoy/address.js';
import type { EnvoyOptions } from '../envoy/envoy-options.js';
import { DragomanError } from '../errors.js';
import { requireFreeAddress } from '../extproc/listen-address.js';
import { compile } from '../router/compile/compile.js';
import { SHED_AT } from '../router/load/shedding.js';
import type { Reloader } from '../router/reload.js';
import type { Instruments } from '../router/snapshot.js';
import type { Logger } from '../telemetry/logger.js';
import { readCounts } from './read-counts.js';
import { type AdminOptions, startAdmin } from './start-admin.js';
import { type BundleOptions, openBundles, shareVectors } from './bundles/start-bundles.js';
import { startCandidates } from './bundles/start-candidates.js';
import { startCascades } from './answers/start-cascades.js';
import { type InstrumentOptions, startInstruments } from './instruments/start-instruments.js';
import { openSharedCache, type SharedCacheOptions } from './requests/open-shared-cache.js';
import { startMemory } from './requests/start-memory.js';
import {
  lastOutcomes,
  type Recording,
  type RecordingOptions,
  startRecording,
} from './records/start-recording.js';
import { readCluster } from './registry/read-cluster.js';
import type { Cluster, ClusterOptions, Say } from './registry/start-cluster.js';
import { startReloads } from './registry/start-reloads.js';
import { type ServerParts, startServer } from './requests/start-server.js';
import { type Shadows, startShadows } from './answers/start-shadows.js';
import { watchHints } from './requests/watch-hints.js';
import { type LoadWatch, watchLoad } from './requests/watch-load.js';
import type { XdsSync } from './registry/xds-sync.js';

export interface ServiceOptions
  extends AdminOptions, InstrumentOptions, RecordingOptions, BundleOptions, SharedCacheOptions {
  /** Folder or file of the registry. */
  readonly directory: string;
  /** What of Kubernetes' API is used. */
  readonly cluster: ClusterOptions;
  /** `unix:/path` or `host:port` for Envoy. */
  readonly listen: string;
  /** Where and for whom to keep Envoy's files; `undefined` when somebody else configures Envoy. */
  readonly envoy: EnvoyOptions | undefined;
  /** Envoy's admin endpoint, where the health of models is read; `undefined` when it is not known. */
  readonly envoyAdmin: HostPort | undefined;
  /** Envoy's internal listener, where a model is asked for the route; also when somebody else configures Envoy. */
  readonly internal: HostPort;
  /** File of the routes that decay, as `dragoman drift --hints` writes it; none by default. */
  readonly hints?: string | undefined;
  /** Longest wait for streams in flight at a stop, in milliseconds. */
  readonly drainMs: number;
}

export interface Service {
  readonly address: string;
  readonly adminPort: number;
  readonly reloader: Reloader;
  /** Drains, flushes and frees everything, in that order. */
  stop(): Promise<void>;
}

/**
 * Starts everything, in the order in which each needs the last: registry, encoder, snapshot, Envoy's files, server. What
 * was started before something failed is stopped again.
 *
 * @throws {DragomanError} for a registry with problems, a damaged encoder, an address that cannot be had
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const started: (() => unknown)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= stopAll(started, options.logger));
  try {
    return { ...(await startParts(options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** In reverse order; a part that fails to stop does not keep the others from it. */
async function stopAll(started: readonly (() => unknown)[], logger: Logger): Promise<void> {
  for (const end of started.toReversed()) {
    try {
      await end();
    } catch (error) {
      logger.warn({ err: error }, 'a part did not stop well');
    }
  }
}

/** @param started gets, for each part that runs, what ends it */
async function startParts(
  options: ServiceOptions,
  started: (() => unknown)[],
): Promise<Omit<Service, 'stop'>> {
  const { logger } = options;
  // Before anything is written that the process which listens there, and its Envoy, live by. Of two that start at once each
  // finds it free, and one fails later.
  await requireFreeAddress(options.listen);
  const cluster = await reachCluster(options);
  started.push(() => cluster?.stop());
  const seen = fingerprint(options.directory, []);
  const registry = await readRegistry(options.directory, cluster, logger);
  const { server: admin, view } = await startAdmin(options);
  started.push(() => admin.close());
  const policy = (): RegistryPolicy => (view.reloader?.current.registry ?? registry).policy;
  const expectOutcomes = options.envoy !== undefined;
  const { recent } = view;
  const recording = await startRecording({ ...options, expectOutcomes, recent }, policy, started);
  const { recorder, records } = recording;
  view.store = records?.store;
  const routing = await startRouting({ ...options, cluster, seen }, registry, recording, started);
  const { reloader, memory, load, cascades, shadows, candidates } = routing;
  view.bundles = routing.bundles;
  view.counters = () => ({
    ...memory.counters,
    load: load.counts,
    cascades: cascades.counts,
    shadows: shadows.counts,
    bundles: candidates?.counts,
    recorder: { waiting: recorder.waiting },
    traces: recording.tracing.counts,
    opinions: recording.feedback.counts,
    ...records?.counts,
  });
  recording.metrics.readFrom(readCounts({ ...routing, recording }));
  if (cluster !== undefined) recording.metrics.readFrom(readCluster({ counts: () => cluster.counts }));
  view.metrics = recording.metrics;
  const server = await startServer(options, { ...routing, recording });
  started.push(() => server.drain(options.drainMs));

  server.setReady(true);
  cluster?.serves(registry.version);
  cluster?.follow();
  view.reloader = reloader;
  view.ready = true;
  started.push(async () => {
    view.ready = false;
    server.setReady(false);
    await lastOutcomes(recorder);
  });
  const { encoder } = reloader.current.instruments;
  const { version } = registry;
  logger.info(
    { ...placesOf(options, server.address), registry: version, encoder: encoder?.checksum },
    'ready',
  );
  return { address: server.address, adminPort: admin.port, reloader };
}

/** Where whoever reads the log finds the rest: the admin port, the file for `envoy -c`, and where that Envoy takes requests. */
function placesOf({ admin, envoy }: ServiceOptions, address: string): Readonly<Record<string, unknown>> {
  if (envoy === undefined) return { address, admin };
  const file = join(envoy.xdsDirectory, 'envoy.yaml');
  return { address, admin, envoy: file, envoyListen: formatHostPort(envoy.listen) };
}

interface Routing extends Pick<
  ServerParts,
  'reloader' | 'memory' | 'load' | 'cascades' | 'shadows' | 'candidates'
> {
  /** `undefined` without a folder of bundles. */
  readonly bundles: BundleFolder | undefined;
}

/** What decides requests and judges answers. */
async function startRouting(
  options: Omit<ServiceOptions, 'cluster'> & {
    readonly cluster: Cluster | undefined;
    readonly seen: string;
  },
  registry: Registry,
  recording: Recording,
  started: (() => unknown)[],
): Promise<Routing> {
  const { recorder, records, tracing, metrics, hash } = recording;
  const { directory, internal, logger } = options;
  const instruments = shareVectors(
    await startInstruments({ ...options, metrics }, registry, started),
    options,
  );
  const bundles = await openBundles(options, instruments);
  const snapshot = await compile(registry, instruments, { bundle: bundles?.active });
  const xds = options.envoy && (await keepEnvoy(options.envoy, registry, logger));
  started.push(() => xds?.stop());
  const reloader = startReloads({
    ...{ directory, first: snapshot, bundle: bundles?.active, seen: options.seen },
    ...{ xds, cluster: options.cluster, metrics, logger },
  });
  started.push(() => reloader.stop());
  const candidates =
    bundles &&
    startCandidates({
      ...{ bundles, reloader, store: records?.store, terms: options.promotion, logger },
      onJudged: (decision, challenge) => {
        recorder.challenged(decision, challenge);
      },
    });
  started.push(() => candidates?.stop());
  const load = watchLoad({ logger, isOn: options.environment['DRAGOMAN_SHED_LOAD'] !== 'off' });
  started.push(load.stop);
  const cascades = startCascades({
    ...{ instruments, recorder, tracing, metrics, logger, shedding: load.now },
    ...{ internal, admin: options.envoyAdmin, snapshot: () => reloader.current },
  });
  started.push(() => {
    cascades.stop();
  });
  const shadows = openShadows(instruments, recording, load, logger);
  const hints = options.hints === undefined ? undefined : watchHints(options.hints, logger);
  started.push(() => hints?.stop());
  const memory = startMemory({
    ...{ internal, cascades, isHinted: hints?.has, hash, logger },
    shared: await openSharedCache(options, started),
    // A copy costs money, and a comparison that nobody keeps is worth none.
    shadows: records && shadows,
  });
  started.push(() => {
    memory.close();
  });
  return { reloader, memory, load, cascades, shadows, candidates, bundles: bundles?.folder };
}

function openShadows(
  { gate: scorer, encoder }: Instruments,
  { records, tracing }: Recording,
  load: LoadWatch,
  logger: Logger,
): Shadows {
  return startShadows({
    ...{ scorer, encoder, tracing },
    isSpared: () => load.level >= SHED_AT.shadow,
    keep: (comparison) => records?.addComparison(comparison),
    onError: (error) => {
      logger.warn({ err: error }, 'two answers could not be compared');
    },
  });
}

/** Imported where Kubernetes' API is used: what most processes do without is not worth their start. */
async function reachCluster(options: ServiceOptions): Promise<Cluster | undefined> {
  const { crds, events } = options.cluster;
  if (crds === undefined && !events) return undefined;
  const { startCluster } = await import('./registry/start-cluster.js');
  return startCluster({ ...options, say: sayTo(options.logger) });
}

/** Imported where Envoy's files are written. */
async function keepEnvoy(options: EnvoyOptions, registry: Registry, logger: Logger): Promise<XdsSync> {
  const { startXdsSync } = await import('./registry/xds-sync.js');
  return startXdsSync(options, registry, logger);
}

function sayTo(logger: Logger): Say {
  return (level, message, about = {}) => {
    logger[level](about, message);
  };
}

async function readRegistry(
  directory: string,
  cluster: Cluster | undefined,
  logger: Logger,
): Promise<Registry> {
  const loaded = loadRegistry(directory);
  if (loaded.ok) {
    for (const warning of loaded.warnings) logger.warn({ problem: formatProblem(warning) }, 'registry');
    cluster?.read(loaded);
    return loaded.registry;
  }
  await cluster?.tellRefused(loaded);
  const lines = loaded.problems.map(formatProblem).join('\n');
  throw new DragomanError(loaded.problems[0]?.code ?? 'registry_invalid', lines);
}
