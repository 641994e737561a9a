import type { Registry } from '../../config/registry.js';
import type { Encoder } from '../../embed/encoder.js';
import { createEncoderPool } from '../../embed/encoder-pool.js';
import { type EncoderManifest, readEncoderManifest } from '../../embed/manifest.js';
import { loadInstruments } from '../../router/compile/load-instruments.js';
import type { Instruments } from '../../router/snapshot.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';
import { observeEncoder } from './observe-encoder.js';
import { startVectorStore } from './start-vector-store.js';

export interface InstrumentOptions {
  /** Folder of the encoder; `undefined` to serve rules and the default model only. */
  readonly encoderDirectory: string | undefined;
  /** Folder that keeps the embeddings of examples from one start to the next; `undefined` to make them anew. */
  readonly cacheDirectory: string | undefined;
  readonly logger: Logger;
}

/**
 * Loads what texts are measured with; while the encoder's threads load it, this one loads what goes with it.
 *
 * @param started gets what ends the encoder
 * @throws {DragomanError} for a damaged encoder, and a cache that cannot be written
 */
export async function startInstruments(
  options: InstrumentOptions & { readonly metrics: Pick<Metrics, 'embedded' | 'readFrom'> },
  registry: Registry,
  started: (() => unknown)[],
): Promise<Instruments> {
  const { encoderDirectory, logger } = options;
  const manifest = encoderDirectory === undefined ? undefined : await readEncoderManifest(encoderDirectory);
  const starting = startEncoder(options, registry, manifest);
  started.push(async () => (await starting.catch(() => undefined))?.close());
  const [encoder, { instruments, problems }] = await Promise.all([starting, loadInstruments(manifest)]);
  for (const { message } of problems)
    logger.warn({ problem: message }, 'a trained head is not used as it was fitted');
  const observed = encoder && observeEncoder(encoder, options.metrics);
  return { ...instruments, encoder: observed, store: await startVectorStore(encoder, options) };
}

async function startEncoder(
  { encoderDirectory: directory, logger }: InstrumentOptions,
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
