import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadRegistry } from '../../src/config/load.js';
import { formatProblem } from '../../src/config/problem.js';
import type { Registry } from '../../src/config/registry.js';
import { packageRoot } from '../../src/package-root.js';

export const FIXTURES = join(packageRoot, 'test/fixtures/config');

export function fixtureNames(group: 'good' | 'bad' | 'several'): string[] {
  return readdirSync(join(FIXTURES, group)).sort();
}

/** The lines that `dragoman check .` prints inside a folder, without its summary. */
export function problemLines(folder: string): string[] {
  const result = loadRegistry(folder);
  if (result.ok) return [];
  return result.problems.map((problem) =>
    formatProblem(problem).replaceAll(`${folder}/`, '').replace(folder, '.'),
  );
}

/** The registry of a folder that must be valid. */
export function registryOf(folder: string): Registry {
  const result = loadRegistry(folder);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.registry;
}
