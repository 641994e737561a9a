import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  formatRecord,
  keyAt,
  recordBytes,
  vectorAt,
  type VectorKey,
  vectorKey,
} from '../embed/vector-record.js';

/** Unit vectors by text, in memory and in a file that only grows. */
export interface VectorFile {
  readonly size: number;
  get(text: string): Float32Array | undefined;
  /** Keeps the vectors in memory and at the end of the file. */
  add(entries: readonly (readonly [text: string, vector: Float32Array])[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file or makes it. Half a record at the end, left by a process that was stopped, is cut off. */
export async function openVectorFile(path: string, dimensions: number): Promise<VectorFile> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  const vectors = await readAll(file, dimensions);
  return {
    get size() {
      return vectors.size;
    },
    get: (text) => vectors.get(vectorKey(text)),
    add: async (entries) => {
      const records = entries.map(([text, vector]) => {
        if (vector.length !== dimensions) {
          throw new Error(`a vector of ${vector.length} numbers, wanted ${dimensions}`);
        }
        vectors.set(vectorKey(text), vector);
        return formatRecord(text, vector);
      });
      await file.appendFile(Buffer.concat(records));
    },
    close: () => file.close(),
  };
}

async function readAll(file: FileHandle, dimensions: number): Promise<Map<VectorKey, Float32Array>> {
  const step = recordBytes(dimensions);
  const { size } = await file.stat();
  const whole = size - (size % step);
  if (whole !== size) await file.truncate(whole);
  const bytes = Buffer.from(new ArrayBuffer(whole));
  for (let at = 0; at < whole;) {
    const { bytesRead } = await file.read(bytes, at, whole - at, at);
    if (bytesRead === 0) throw new Error('the file shrank while it was read');
    at += bytesRead;
  }
  const vectors = new Map<VectorKey, Float32Array>();
  for (let at = 0; at < whole; at += step) {
    const vector = vectorAt(bytes, at, dimensions);
    if (vector !== undefined) vectors.set(keyAt(bytes, at), vector);
  }
  return vectors;
}
