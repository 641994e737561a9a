import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/package-root.js';
import { readInput, writeInput } from './input-json.js';

const FOLDER = join(packageRoot, 'test/fixtures/fuzz');

/** An input that once broke a target's claim; it is tried again by `npm test`, for ever. */
export interface RegressionFile {
  /** Such as `sse-splitter/1f2e3d4c.json`. */
  readonly name: string;
  readonly input: unknown;
}

/** The regression files of a target, by name. */
export function regressionFiles(target: string): readonly RegressionFile[] {
  const folder = join(FOLDER, target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      name: `${target}/${name}`,
      input: readInput(readFileSync(join(folder, name), 'utf8')),
    }));
}

/** Keeps an input; the same input gets the same name. */
export function keepRegression(target: string, input: unknown): string {
  const text = `${writeInput(input)}\n`;
  const name = `${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  const folder = join(FOLDER, target);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return `${target}/${name}`;
}
