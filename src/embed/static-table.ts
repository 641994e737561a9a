import { readFile } from 'node:fs/promises';
import { DragomanError } from '../errors.js';
import type { EncoderManifest } from './manifest.js';

/** One short vector a token, distilled from the encoder (scripts/build-static-table.py). About 8 MB. */
export interface StaticTable {
  /** Numbers a row, 256 for the shipped table. */
  readonly dimensions: number;
  /** `rows` x `dimensions`, each to be multiplied by its row's scale. */
  readonly values: Int8Array;
  /** One number a row; 0 for tokens that say nothing, such as `[CLS]`. */
  readonly scales: Float32Array;
}

/**
 * Reads the table that the manifest names.
 *
 * @returns `undefined` for an encoder that comes without one
 * @throws DragomanError `encoder_invalid` when its size is not a whole number of rows
 */
export async function loadStaticTable(manifest: EncoderManifest): Promise<StaticTable | undefined> {
  const entry = manifest.files.staticTable;
  if (entry === undefined) return undefined;
  const { path, dimensions } = entry;
  const bytes = await readFile(path);
  const rows = bytes.length / (dimensions + Float32Array.BYTES_PER_ELEMENT);
  if (!Number.isInteger(rows)) {
    throw new DragomanError(
      'encoder_invalid',
      `${path} has ${bytes.length} bytes, which is no whole number of rows of ${dimensions} numbers: restore the file`,
    );
  }
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, rows * dimensions);
  const view = new DataView(bytes.buffer, bytes.byteOffset + rows * dimensions);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) scales[row] = view.getFloat32(row * 4, true);
  return { dimensions, values, scales };
}

/**
 * The sum of the tokens' rows, scaled to length 1: like the encoder's vector of the text, but blind to word order. All
 * zero when no token says anything; ids beyond the table are left out.
 */
export function staticVector(table: StaticTable, ids: readonly number[]): Float32Array<ArrayBuffer> {
  const { dimensions, values, scales } = table;
  const sum = new Float32Array(dimensions);
  for (const id of ids) {
    const scale = scales[id] ?? 0;
    if (scale === 0) continue;
    const from = id * dimensions;
    for (let at = 0; at < dimensions; at += 1) sum[at] = (sum[at] ?? 0) + scale * (values[from + at] ?? 0);
  }
  let squares = 0;
  for (const value of sum) squares += value * value;
  if (squares === 0) return sum;
  const factor = 1 / Math.sqrt(squares);
  for (let at = 0; at < dimensions; at += 1) sum[at] = (sum[at] ?? 0) * factor;
  return sum;
}
