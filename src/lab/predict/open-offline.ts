import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Registry, RegistryPolicy } from '../../config/registry.js';
import type { Encoder } from '../../embed/encoder.js';
import { createEncoderPool } from '../../embed/encoder-pool.js';
import { readEncoderManifest } from '../../embed/manifest.js';
import { WINDOW_TOKENS } from '../../embed/window.js';
import { compile } from '../../router/compile.js';
import { loadInstruments } from '../../router/load-instruments.js';
import type { Snapshot } from '../../router/snapshot.js';
import { BUILTIN_SIGNALS, type BuiltinSignal } from '../../signals/builtin.js';
import { BACKGROUND_TEXTS } from '../../signals/background-texts.js';
import { openVectorFile } from '../vector-file.js';
import { rememberingEncoder } from './remembering-encoder.js';

export interface OfflineOptions {
  /** Folder of the encoder; `undefined` for none. */
  readonly encoderDirectory: string | undefined;
  /** Outcome bundle instead of the policy's; default the policy's. */
  readonly bundle?: string | undefined;
  /** Folder for embeddings, so that the next run need not make them again; default none. */
  readonly cacheDirectory?: string | undefined;
}

/** A registry ready to judge, without Envoy and without haste. */
export interface Offline {
  readonly snapshot: Snapshot;
  close(): Promise<void>;
}

/** No embedding is ever late: about 24 days, the longest that a timer lasts. */
const NO_DEADLINE_MS = 2 ** 31 - 1;

/**
 * Compiles a registry as serving does, to the end: all examples are embedded, one encoder thread a core, and no deadline
 * holds. What serving remembers from one request to the next is off, so that each request is judged by itself.
 *
 * @throws DragomanError `encoder_invalid` when the encoder cannot be loaded
 */
export async function openOffline(registry: Registry, options: OfflineOptions): Promise<Offline> {
  const encoder = await openEncoder(options);
  try {
    const policy = offlinePolicy(registry.policy, options.bundle);
    if (encoder !== undefined) await embedAhead(registry, encoder);
    const { instruments } = await loadInstruments(encoder, options.encoderDirectory);
    const snapshot = await compile({ ...registry, policy }, instruments, {
      budgetMs: Infinity,
      measure: Object.keys(BUILTIN_SIGNALS) as BuiltinSignal[],
      predictsAlways: true,
    });
    return { snapshot, close: async () => encoder?.close() };
  } catch (error) {
    await encoder?.close();
    throw error;
  }
}

function offlinePolicy(policy: RegistryPolicy, bundle: string | undefined): RegistryPolicy {
  return {
    ...policy,
    outcomes: bundle ?? policy.outcomes,
    decisionCache: undefined,
    stickiness: undefined,
    encoder: { ...policy.encoder, deadlineMs: NO_DEADLINE_MS },
  };
}

async function openEncoder(options: OfflineOptions): Promise<Encoder | undefined> {
  const { encoderDirectory: directory, cacheDirectory } = options;
  if (directory === undefined) return undefined;
  const { checksum, dimensions } = await readEncoderManifest(directory);
  const name = `${checksum.slice(0, 16)}-${WINDOW_TOKENS}.bin`;
  const file =
    cacheDirectory === undefined ? undefined : await openVectorFile(join(cacheDirectory, name), dimensions);
  const queue = Number.MAX_SAFE_INTEGER;
  const encoder = await createEncoderPool({ directory, workers: availableParallelism(), queue });
  return rememberingEncoder(encoder, file);
}

/** Compiling embeds one text after another; what is known by then, all cores have worked on. */
async function embedAhead({ routes }: Registry, encoder: Encoder): Promise<void> {
  const own = routes.flatMap(({ examples, not, description }) => [...examples, ...not, description]);
  const texts = new Set([...own, ...BACKGROUND_TEXTS].filter((text) => text !== ''));
  await Promise.all([...texts].map((text) => encoder.embed(text, NO_DEADLINE_MS)));
}
