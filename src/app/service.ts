import { loadRegistry } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import type { Registry } from '../config/registry.js';
import type { Encoder } from '../embed/encoder.js';
import { createEncoderPool } from '../embed/encoder-pool.js';
import { type EncoderManifest, readEncoderManifest } from '../embed/manifest.js';
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
import { type AdminView, startAdminServer } from './admin-server.js';
import { createDecider } from './decider.js';
import { type Cascades, startCascades } from './start-cascades.js';
import { startMemory, type ServiceMemory } from './start-memory.js';
import { reportUndecided, startRecorder } from './start-recorder.js';
import { startReloads } from './start-reloads.js';
import { startVectorStore } from './start-vector-store.js';
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
  /** Envoy's admin endpoint, where the health of models is read; `undefined` when it is not known. */
  readonly envoyAdmin: HostPort | undefined;
  /** Envoy's internal listener, where a model is asked for the route; also when somebody else configures Envoy. */
  readonly internal: HostPort;
  /** Folder of the encoder; `undefined` to serve rules and the default model only. */
  readonly encoderDirectory: string | undefined;
  /** Folder that keeps the embeddings of examples from one start to the next; `undefined` to make them anew. */
  readonly cacheDirectory: string | undefined;
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
  const state: { -readonly [key in keyof AdminView]: AdminView[key] } = { ready: false, reloader: undefined };
  const admin = await startAdminServer(options.admin, state);
  started.push(() => admin.close());
  const tracing = await startTracing(options.environment, options.version);
  started.push(() => tracing.shutdown());
  const { recorder, stop: stopRecorder } = startRecorder({
    expectOutcomes: options.envoy !== undefined,
    logger,
    tracing,
  });
  started.push(stopRecorder);
  const instruments = await startInstruments(options, registry, started);
  const snapshot = await compile(registry, instruments);
  const xds = options.envoy && startXdsSync(options.envoy, registry, logger);
  started.push(() => xds?.stop());
  const reloader = startReloads({ directory, first: snapshot, xds, logger });
  started.push(() => reloader.stop());
  const cascades = startCascades({
    ...{ instruments, recorder, tracing, logger },
    ...{ internal: options.internal, admin: options.envoyAdmin, snapshot: () => reloader.current },
  });
  started.push(() => {
    cascades.stop();
  });
  const memory = startMemory(options.internal, cascades, logger);
  started.push(() => {
    memory.close();
  });
  state.counters = () => ({ ...memory.counters, cascades: cascades.counts });
  const server = await startServer(options, { reloader, recorder, tracing, memory, cascades });
  started.push(() => server.drain(options.drainMs));

  server.setReady(true);
  state.reloader = reloader;
  state.ready = true;
  started.push(() => {
    state.ready = false;
  });
  logger.info(
    { address: server.address, registry: registry.version, encoder: instruments.encoder?.checksum },
    'ready',
  );
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

async function startEncoder(
  { encoderDirectory: directory, logger }: ServiceOptions,
  registry: Registry,
  manifest: EncoderManifest | undefined,
): Promise<Encoder | undefined> {
  if (directory === undefined) {
    logger.warn('no encoder: rules, n-grams and the default model decide');
    return undefined;
  }
  const { workers, queue } = registry.policy.encoder;
  return createEncoderPool({
    directory,
    manifest,
    workers,
    queue,
    onEvent: (event) => {
      logger[event.kind === 'ready' ? 'debug' : 'warn'](event, 'encoder');
    },
  });
}

/** While the encoder's threads load it, this one loads what goes with it. */
async function startInstruments(
  options: ServiceOptions,
  registry: Registry,
  started: (() => unknown)[],
): Promise<Instruments> {
  const { encoderDirectory, logger } = options;
  const manifest = encoderDirectory === undefined ? undefined : await readEncoderManifest(encoderDirectory);
  const starting = startEncoder(options, registry, manifest);
  started.push(async () => (await starting.catch(() => undefined))?.close());
  const [encoder, { instruments, problems }] = await Promise.all([starting, loadInstruments(manifest)]);
  for (const { message } of problems) logger.warn({ problem: message }, 'a trained head is not used');
  return { ...instruments, encoder, store: await startVectorStore(encoder, options) };
}

interface ServerParts {
  readonly reloader: Reloader;
  readonly recorder: Recorder;
  readonly tracing: Tracing;
  readonly memory: ServiceMemory;
  readonly cascades: Cascades;
}

function startServer(
  { listen, logger }: ServiceOptions,
  { reloader, recorder, tracing: { tracer }, memory, cascades }: ServerParts,
): Promise<ExtProcServer> {
  return startExtProcServer({
    bind: listen,
    maxBodyBytes: LARGEST_BODY_BYTES,
    decider: createDecider({
      snapshot: () => reloader.current,
      memory: (snapshot) => memory.for(snapshot),
      tracer,
      recorder,
      onCascade: cascades.open,
      logger,
    }),
    gatekeeper: cascades.gatekeeper,
    onOutcomes: (outcomes) => {
      recorder.finished(outcomes);
      cascades.close(outcomes);
      memory.observe(outcomes);
      reportUndecided(outcomes, logger);
    },
    onReporting: (reporting) => {
      if (reporting) recorder.expectOutcomes(true);
    },
    onError: (error) => {
      logger.error({ err: error }, 'a conversation with Envoy failed; its request goes on');
    },
  });
}
