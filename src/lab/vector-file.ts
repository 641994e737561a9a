import { createHash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

const KEY_BYTES = 32;

/** Vectors by text, in memory and in a file that only grows. Texts are known by their SHA-256. */
export interface VectorFile {
  readonly size: number;
  get(text: string): Float32Array | undefined;
  /** Keeps the vectors in memory and at the end of the file. */
  add(entries: readonly (readonly [text: string, vector: Float32Array])[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the file or makes it. A record is the SHA-256 of the text (UTF-8) and `dimensions` little-endian float32 numbers;
 * half a record at the end, left by a process that was stopped, is cut off.
 */
export async function openVectorFile(path: string, dimensions: number): Promise<VectorFile> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a+');
  const recordBytes = KEY_BYTES + dimensions * Float32Array.BYTES_PER_ELEMENT;
  const vectors = await readAll(file, recordBytes);
  return {
    get size() {
      return vectors.size;
    },
    get: (text) => vectors.get(keyOf(text).toString('base64')),
    add: async (entries) => {
      const records = entries.map(([text, vector]) => {
        if (vector.length !== dimensions) {
          throw new Error(`a vector of ${vector.length} numbers, wanted ${dimensions}`);
        }
        const key = keyOf(text);
        vectors.set(key.toString('base64'), vector);
        return Buffer.concat([key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]);
      });
      await file.appendFile(Buffer.concat(records));
    },
    close: () => file.close(),
  };
}

function keyOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

async function readAll(file: FileHandle, recordBytes: number): Promise<Map<string, Float32Array>> {
  const { size } = await file.stat();
  const whole = size - (size % recordBytes);
  if (whole !== size) await file.truncate(whole);
  const bytes = Buffer.from(new ArrayBuffer(whole));
  for (let at = 0; at < whole;) {
    const { bytesRead } = await file.read(bytes, at, whole - at, at);
    if (bytesRead === 0) throw new Error('the file shrank while it was read');
    at += bytesRead;
  }
  const vectors = new Map<string, Float32Array>();
  for (let at = 0; at < whole; at += recordBytes) {
    const key = bytes.toString('base64', at, at + KEY_BYTES);
    const numbers = (recordBytes - KEY_BYTES) / Float32Array.BYTES_PER_ELEMENT;
    vectors.set(key, new Float32Array(bytes.buffer, at + KEY_BYTES, numbers));
  }
  return vectors;
}
