import { createHash } from 'node:crypto';
import { cutText, WINDOW_TOKENS } from './window.js';

/**
 * Vectors are kept in files that only grow, one record a vector: the SHA-256 of the text as the encoder reads it (UTF-8,
 * after `cutText`) and the vector as little-endian float32 numbers. A file belongs to one encoder and one token window.
 */
const KEY_BYTES = 32;

/** How far the length of a kept vector may be from 1, squared, before it is taken for damaged. */
const TOLERANCE = 1e-3;

/** What a text is known by. */
export type VectorKey = string;

/** Name of the file for the vectors of one encoder. */
export function vectorFileName(encoderChecksum: string): string {
  return `${encoderChecksum.slice(0, 16)}-${WINDOW_TOKENS}.bin`;
}

export function recordBytes(dimensions: number): number {
  return KEY_BYTES + dimensions * Float32Array.BYTES_PER_ELEMENT;
}

export function vectorKey(text: string): VectorKey {
  return digestOf(text).toString('base64');
}

export function formatRecord(text: string, vector: Float32Array): Buffer {
  return Buffer.concat([digestOf(text), Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)]);
}

/** Key of the record that begins at a byte. */
export function keyAt(bytes: Buffer, at: number): VectorKey {
  return bytes.toString('base64', at, at + KEY_BYTES);
}

/** A copy of the vector of the record that begins at a byte; `undefined` for a damaged one, which has not length 1. */
export function vectorAt(bytes: Buffer, at: number, dimensions: number): Float32Array | undefined {
  const from = bytes.byteOffset + at + KEY_BYTES;
  const vector = new Float32Array(
    bytes.buffer.slice(from, from + dimensions * Float32Array.BYTES_PER_ELEMENT),
  );
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.abs(squares - 1) < TOLERANCE ? vector : undefined;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(cutText(text), 'utf8').digest();
}
