import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** A text with what ONNX Runtime and the reference tokenizer make of it in Python (scripts/measure-encoder.py). */
export interface ParityRow {
  readonly text: string;
  readonly ids: readonly number[];
  readonly vector: readonly number[];
}

const path = join(packageRoot, 'test', 'fixtures', 'embed', 'parity.json');

export const parityRows = JSON.parse(await readFile(path, 'utf8')) as readonly ParityRow[];
