import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createEncoderPool } from '../embed/encoder-pool.js';
import type { EncoderManifest } from '../embed/manifest.js';
import { vectorFileName } from '../embed/vector-record.js';
import { cutText } from '../embed/window.js';
import { packageRoot } from '../package-root.js';
import { openVectorFile, type VectorFile } from './vector-file.js';

/** Told now and then while texts are embedded: how many are done, of how many that the cache did not hold. */
export type EmbedProgress = (done: number, total: number) => void;

/** Embeddings of an encoder, made once and kept on disk. */
export interface VectorCache {
  /**
   * One unit vector a text, in the order of the texts, the same that serving would make.
   *
   * @throws Error when the encoder fails on a text
   */
  embedAll(texts: readonly string[], onProgress?: EmbedProgress): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Where vectors are kept unless the caller says otherwise. */
export const VECTOR_FOLDER: string = join(packageRoot, '.cache', 'vectors');

/** Texts that are embedded before their vectors are written. */
const CHUNK = 512;
const DEADLINE_MS = 10 * 60_000;

/**
 * Opens the cache of an encoder. A file belongs to one model file and one token window, and texts are looked up as
 * `cutText` cuts them, so vectors of another encoder or of another cut are never found.
 *
 * The encoder is loaded only when a text is missing: one thread a core, one text at a time in each, as in serving.
 */
export async function openVectorCache(
  manifest: EncoderManifest,
  directory: string = VECTOR_FOLDER,
): Promise<VectorCache> {
  const file = await openVectorFile(join(directory, vectorFileName(manifest.checksum)), manifest.dimensions);
  return {
    embedAll: async (texts, onProgress = () => undefined) => {
      const cut = texts.map((text) => cutText(text));
      const missing = [...new Set(cut)].filter((text) => file.get(text) === undefined);
      if (missing.length > 0) await embedMissing(missing, file, manifest, onProgress);
      return cut.map((text) => found(file, text));
    },
    close: () => file.close(),
  };
}

function found(file: VectorFile, text: string): Float32Array {
  const vector = file.get(text);
  if (vector === undefined) throw new Error('a text has no vector after it was embedded');
  return vector;
}

async function embedMissing(
  texts: readonly string[],
  file: VectorFile,
  manifest: EncoderManifest,
  onProgress: EmbedProgress,
): Promise<void> {
  const directory = dirname(manifest.files.model);
  const encoder = await createEncoderPool({ directory, workers: availableParallelism(), queue: CHUNK });
  try {
    for (let at = 0; at < texts.length; at += CHUNK) {
      const chunk = texts.slice(at, at + CHUNK);
      const entries = chunk.map(async (text) => {
        const embedding = await encoder.embed(text, DEADLINE_MS);
        if (embedding.ok) return [text, embedding.vector] as const;
        throw new Error(
          `the encoder is ${embedding.failure} at the text ${JSON.stringify(text.slice(0, 80))}`,
        );
      });
      await file.add(await Promise.all(entries));
      onProgress(at + chunk.length, texts.length);
    }
  } finally {
    await encoder.close();
  }
}
