import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { loadRegistry, type LoadResult } from '../config/load.js';
import type { RegistryProblem } from '../config/problem.js';
import type { RegistryFiles } from './print-registry.js';

/** Loads a registry that is not written yet, as `dragoman check` does; problems name its files without a folder. */
export function tryFiles(files: RegistryFiles): LoadResult {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-convert-'));
  const bare = (problem: RegistryProblem): RegistryProblem => ({
    ...problem,
    file: relative(folder, problem.file),
  });
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const result = loadRegistry(folder);
    return result.ok
      ? { ...result, warnings: result.warnings.map(bare) }
      : { ...result, problems: result.problems.map(bare) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
