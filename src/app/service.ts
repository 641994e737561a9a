import { loadRegistry } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import type { Registry } from '../config/registry.js';
import type { Encoder } from '../embed/encoder.js';
import { createEncoderPool } from '../embed/encoder-pool.js';
import type { HostPort } from '../envoy/address.js';
import type { EnvoyOptions } from '../envoy/envoy-options.js';
import { DragomanError } from '../errors.js';
import { type ExtProcServer, startExtProcServer } from '../extproc/server.js';
import type { Recorder } from '../record/recorder.js';
import { compile } from '../router/compile.js';
import { loadInstruments } from '../router/load-instruments.js';
import type { Reloader } from '../router/reload.js';
import type { Instruments } from '../router/snapshot.js';
import type { Logger } from '../telemetry/logger.js';
import { startTracing, type Tracing } from '../telemetry/tracing.js';
import { startAdminServer } from './admin-server.js';
import { createDecider } from './decider.js';
import { startMemory, type ServiceMemory } from './start-memory.js';
import { reportUndecided, startRecorder } from './start-recorder.js';
import { startReloads } from './start-reloads.js';
import { startXdsSync } from './xds-sync.js';

export interface ServiceOptions {
  /** Folder or file of the registry. */
  readonly directory: string;
  /** `unix:/path` or `host:port` for Envoy. */
  readonly listen: string;
  /** `host:port` for probes. */
  readonly admin: string;
  /** Where and for whom to keep Envoy's files; `undefined` when somebody else configures Envoy. */
  readonly envoy: EnvoyOptions | undefined;
  /** Envoy's internal listener, where a model is asked for the route; also when somebody else configures Envoy. */
  readonly internal: HostPort;
  /** Folder of the encoder; `undefined` to serve rules and the default model only. */
  readonly encoderDirectory: string | undefined;
  /** Longest wait for streams in flight at a stop, in milliseconds. */
  readonly drainMs: number;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

export interface Service {
  readonly address: string;
  readonly adminPort: number;
  readonly reloader: Reloader;
  /** Drains, flushes and frees everything, in that order. */
  stop(): Promise<void>;
}

/** The largest `limits.maxBodyBytes` that a registry may set, so that a reload can raise it; each request meets the real one. */
const LARGEST_BODY_BYTES = 67_108_864;

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
  const { directory, logger } = options;
  const registry = readRegistry(directory, logger);
  const memory = startMemory(options.internal, logger);
  started.push(() => {
    memory.close();
  });
  const state: { ready: boolean; reloader: Reloader | undefined; counters: () => ServiceMemory['counters'] } =
    {
      ready: false,
      reloader: undefined,
      counters: () => memory.counters,
    };
  const admin = await startAdminServer(options.admin, state);
  started.push(() => admin.close());
  const tracing = await startTracing(options.environment, options.version);
  started.push(() => tracing.shutdown());
  const encoder = await startEncoder(options, registry);
  started.push(() => encoder?.close());
  const { recorder, stop: stopRecorder } = startRecorder({
    expectOutcomes: options.envoy !== undefined,
    logger,
    tracing,
  });
  started.push(stopRecorder);
  const instruments = await startInstruments(encoder, options);
  const snapshot = await compile(registry, instruments);
  const xds = options.envoy && startXdsSync(options.envoy, registry, logger);
  started.push(() => xds?.stop());
  const reloader = startReloads({ directory, first: snapshot, xds, logger });
  started.push(() => reloader.stop());
  const server = await startServer(options, { reloader, recorder, tracing, memory });
  started.push(() => server.drain(options.drainMs));

  server.setReady(true);
  state.reloader = reloader;
  state.ready = true;
  started.push(() => {
    state.ready = false;
  });
  logger.info({ address: server.address, registry: registry.version, encoder: encoder?.checksum }, 'ready');
  return { address: server.address, adminPort: admin.port, reloader };
}

function readRegistry(directory: string, logger: Logger): Registry {
  const loaded = loadRegistry(directory);
  if (loaded.ok) {
    for (const warning of loaded.warnings) logger.warn({ problem: formatProblem(warning) }, 'registry');
    return loaded.registry;
  }
  const lines = loaded.problems.map(formatProblem).join('\n');
  throw new DragomanError(loaded.problems[0]?.code ?? 'registry_invalid', lines);
}

async function startEncoder(options: ServiceOptions, registry: Registry): Promise<Encoder | undefined> {
  const { encoderDirectory: directory, logger } = options;
  if (directory === undefined) {
    logger.warn('no encoder: rules, n-grams and the default model decide');
    return undefined;
  }
  const { workers, queue } = registry.policy.encoder;
  return createEncoderPool({
    directory,
    workers,
    queue,
    onEvent: (event) => {
      logger[event.kind === 'ready' ? 'debug' : 'warn'](event, 'encoder');
    },
  });
}

async function startInstruments(
  encoder: Encoder | undefined,
  { encoderDirectory, logger }: ServiceOptions,
): Promise<Instruments> {
  const { instruments, problem } = await loadInstruments(encoder, encoderDirectory);
  if (problem !== undefined) logger.warn({ problem: problem.message }, 'built-in signals are not measured');
  return instruments;
}

interface ServerParts {
  readonly reloader: Reloader;
  readonly recorder: Recorder;
  readonly tracing: Tracing;
  readonly memory: ServiceMemory;
}

function startServer(
  { listen, logger }: ServiceOptions,
  { reloader, recorder, tracing: { tracer }, memory }: ServerParts,
): Promise<ExtProcServer> {
  return startExtProcServer({
    bind: listen,
    maxBodyBytes: LARGEST_BODY_BYTES,
    decider: createDecider({
      snapshot: () => reloader.current,
      memory: (snapshot) => memory.for(snapshot),
      tracer,
      recorder,
      logger,
    }),
    onOutcomes: (outcomes) => {
      recorder.finished(outcomes);
      memory.observe(outcomes);
      reportUndecided(outcomes, logger);
    },
    onReporting: (reporting) => {
      if (reporting) recorder.expectOutcomes(true);
    },
    onError: (error) => {
      logger.error({ err: error }, 'a request passed undecided');
    },
  });
}
