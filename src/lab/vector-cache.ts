import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import type { Encoder } from '../embed/encoder.js';
import { createEncoderPool } from '../embed/encoder-pool.js';
import type { EncoderManifest } from '../embed/manifest.js';
import { vectorFileName } from '../embed/vector-record.js';
import { cutText } from '../embed/window.js';
import { packageRoot } from '../package-root.js';
import { openVectorFile, type VectorFile } from './vector-file.js';

/** Told now and then while texts are embedded: how many are done, of how many that the cache did not hold. */
export type EmbedProgress = (done: number, total: number) => void;

/** One unit vector a text, in the order of the texts, the same that serving would make. */
export type EmbedTexts = (texts: readonly string[]) => Promise<Float32Array[]>;

/** Embeddings of an encoder, made once and kept on disk. */
export interface VectorCache {
  /**
   * May be called again before it has answered: no text is embedded twice.
   *
   * @throws Error when the encoder fails on a text
   */
  readonly embedAll: (texts: readonly string[], onProgress?: EmbedProgress) => Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Where vectors are kept unless the caller says otherwise. */
const VECTOR_FOLDER: string = join(packageRoot, '.cache', 'vectors');

/** Texts that are embedded before their vectors are written. */
const CHUNK = 512;
const DEADLINE_MS = 10 * 60_000;

/**
 * Opens the cache of an encoder. A file belongs to one model file and one token window, and texts are looked up as
 * `cutText` cuts them, so vectors of another encoder or of another cut are never found.
 *
 * The encoder is loaded when the first text is missing, and kept until the cache is closed: one thread a core, one text at
 * a time in each, as in serving.
 */
export async function openVectorCache(
  manifest: EncoderManifest,
  directory: string = VECTOR_FOLDER,
): Promise<VectorCache> {
  const file = await openVectorFile(join(directory, vectorFileName(manifest.checksum)), manifest.dimensions);
  let encoder: Promise<Encoder> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const addMissing = async (texts: readonly string[], onProgress: EmbedProgress): Promise<void> => {
    const missing = missingOf(file, texts);
    if (missing.length === 0) return;
    encoder ??= loadEncoder(manifest);
    await embedInto(file, missing, await encoder, onProgress);
  };
  return {
    embedAll: async (texts, onProgress = () => undefined) => {
      const cut = texts.map((text) => cutText(text));
      if (missingOf(file, cut).length > 0) {
        const mine = last.then(() => addMissing(cut, onProgress));
        last = mine.catch(() => undefined);
        await mine;
      }
      return cut.map((text) => found(file, text));
    },
    close: async () => {
      await file.close();
      await (await encoder)?.close();
    },
  };
}

function loadEncoder(manifest: EncoderManifest): Promise<Encoder> {
  const directory = dirname(manifest.files.model);
  return createEncoderPool({ directory, manifest, workers: availableParallelism(), queue: CHUNK });
}

function missingOf(file: VectorFile, texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => file.get(text) === undefined);
}

function found(file: VectorFile, text: string): Float32Array {
  const vector = file.get(text);
  if (vector === undefined) throw new Error('a text has no vector after it was embedded');
  return vector;
}

async function embedInto(
  file: VectorFile,
  texts: readonly string[],
  encoder: Encoder,
  onProgress: EmbedProgress,
): Promise<void> {
  for (let at = 0; at < texts.length; at += CHUNK) {
    const chunk = texts.slice(at, at + CHUNK);
    const entries = chunk.map(async (text) => {
      const embedding = await encoder.embed(text, DEADLINE_MS);
      if (embedding.ok) return [text, embedding.vector] as const;
      throw new Error(`the encoder is ${embedding.failure} at the text ${JSON.stringify(text.slice(0, 80))}`);
    });
    await file.add(await Promise.all(entries));
    onProgress(at + chunk.length, texts.length);
  }
}
