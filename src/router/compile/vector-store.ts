import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Encoder } from '../../embed/encoder.js';
import {
  formatRecord,
  keyAt,
  recordBytes,
  vectorAt,
  vectorFileName,
  type VectorKey,
  vectorKey,
} from '../../embed/vector-record.js';
import { DragomanError, reasonOf } from '../../errors.js';
import { createPace } from '../../heads/pace.js';

/** Embeddings of examples on disk, so that a restart embeds only what is new. Holds hashes and vectors, no text. */
export interface VectorStore {
  /** The vectors of those texts that have been kept. Never rejects: what cannot be read is not found. */
  find(texts: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Adds vectors. Never rejects: what cannot be written is embedded again after the next start. */
  keep(vectors: ReadonlyMap<string, Float32Array>): Promise<void>;
}

export interface VectorStoreOptions {
  /** Made when it is missing; for one process at a time. */
  readonly directory: string;
  /** The encoder that makes the vectors: each has a file of its own. */
  readonly encoder: Pick<Encoder, 'checksum' | 'dimensions'>;
  /** Vectors in the file; when there would be more, the older half goes. Default {@link MOST_KEPT_VECTORS}. */
  readonly most?: number;
  /** The file could not be read or written. */
  readonly onFault: (error: unknown) => void;
}

/** Of 384 numbers each these are 157 MB. Half of them are as many as the examples of one registry. */
const MOST_KEPT_VECTORS = 100_000;
/** Records that are read or written at once. */
const CHUNK = 512;

/**
 * Opens the store; its file is read only when texts are looked for, and never held in memory.
 *
 * @throws DragomanError `folder_unwritable`
 */
export async function openVectorStore(options: VectorStoreOptions): Promise<VectorStore> {
  const { directory, encoder, most = MOST_KEPT_VECTORS, onFault } = options;
  const path = join(directory, vectorFileName(encoder.checksum));
  try {
    await mkdir(directory, { recursive: true });
    await withFile(path, 'a', () => Promise.resolve());
  } catch (error) {
    const reason = reasonOf(error);
    throw new DragomanError('folder_unwritable', `${directory} cannot keep embeddings: ${reason}`, {
      cause: error,
    });
  }
  return {
    async find(texts) {
      const found = new Map<string, Float32Array>();
      try {
        await withFile(path, 'r', (file) => search(file, texts, encoder.dimensions, found));
      } catch (error) {
        onFault(error);
      }
      return found;
    },
    async keep(vectors) {
      try {
        await makeRoom(path, vectors.size, { most, step: recordBytes(encoder.dimensions) });
        await withFile(path, 'a', (file) => append(file, [...vectors].slice(0, most)));
      } catch (error) {
        onFault(error);
      }
    },
  };
}

async function search(
  file: FileHandle,
  texts: readonly string[],
  dimensions: number,
  found: Map<string, Float32Array>,
): Promise<void> {
  const pace = createPace();
  const wanted = new Map<VectorKey, string>();
  for (const text of texts) {
    await pace();
    wanted.set(vectorKey(text), text);
  }
  const step = recordBytes(dimensions);
  const bytes = Buffer.alloc(CHUNK * step);
  for (let from = 0; ;) {
    await pace();
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    // Half a record at the end was never finished.
    const whole = bytesRead - (bytesRead % step);
    if (whole === 0) return;
    for (let at = 0; at < whole; at += step) {
      const text = wanted.get(keyAt(bytes, at));
      const vector = text === undefined ? undefined : vectorAt(bytes, at, dimensions);
      if (text !== undefined && vector !== undefined) found.set(text, vector);
    }
    from += whole;
  }
}

async function append(
  file: FileHandle,
  entries: readonly (readonly [text: string, vector: Float32Array])[],
): Promise<void> {
  for (let at = 0; at < entries.length; at += CHUNK) {
    const records = entries.slice(at, at + CHUNK).map(([text, vector]) => formatRecord(text, vector));
    await file.appendFile(Buffer.concat(records));
  }
}

/** Cuts off half a record at the end, and the older half of a file that would grow beyond its limit. */
async function makeRoom(
  path: string,
  more: number,
  { most, step }: { readonly most: number; readonly step: number },
): Promise<void> {
  const records = await withFile(path, 'r+', async (file) => {
    const { size } = await file.stat();
    await file.truncate(size - (size % step));
    return Math.floor(size / step);
  });
  if (records + more <= most) return;
  const kept = Math.max(0, Math.min(Math.floor(most / 2), most - more));
  const draft = `${path}.part`;
  await pipeline(createReadStream(path, { start: (records - kept) * step }), createWriteStream(draft));
  await rename(draft, path);
}

async function withFile<T>(
  path: string,
  flags: 'r' | 'r+' | 'a',
  use: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(path, flags);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
