import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Registry, RegistryPolicy } from '../../config/registry.js';
import type { Encoder } from '../../embed/encoder.js';
import { createEncoderPool } from '../../embed/encoder-pool.js';
import { type EncoderManifest, readEncoderManifest } from '../../embed/manifest.js';
import { vectorFileName } from '../../embed/vector-record.js';
import { compile } from '../../router/compile.js';
import { loadInstruments } from '../../router/load-instruments.js';
import type { Snapshot } from '../../router/snapshot.js';
import { BUILTIN_SIGNALS, type BuiltinSignal } from '../../signals/builtin.js';
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
  const { encoderDirectory: directory } = options;
  const manifest = directory === undefined ? undefined : await readEncoderManifest(directory);
  const encoder = manifest && (await openEncoder(options, manifest));
  try {
    const policy = offlinePolicy(registry.policy, options.bundle);
    const { instruments } = await loadInstruments(manifest);
    const snapshot = await compile(
      { ...registry, policy },
      { ...instruments, encoder },
      {
        budgetMs: Infinity,
        measure: Object.keys(BUILTIN_SIGNALS) as BuiltinSignal[],
        predictsAlways: true,
      },
    );
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

async function openEncoder(
  { encoderDirectory: directory = '', cacheDirectory }: OfflineOptions,
  manifest: EncoderManifest,
): Promise<Encoder> {
  const { checksum, dimensions } = manifest;
  const file =
    cacheDirectory === undefined
      ? undefined
      : await openVectorFile(join(cacheDirectory, vectorFileName(checksum)), dimensions);
  const queue = Number.MAX_SAFE_INTEGER;
  const encoder = await createEncoderPool({ directory, manifest, workers: availableParallelism(), queue });
  return rememberingEncoder(encoder, file);
}
