import { loadRegistry } from '../../config/load.js';
import { formatProblem } from '../../config/problem.js';
import type { Registry } from '../../config/registry.js';

/** Loads a registry; tells its problems or warnings on stderr. `undefined` when it is not valid. */
export function readRegistry(location: string): Registry | undefined {
  const result = loadRegistry(location);
  if (!result.ok) {
    process.stderr.write(`${result.problems.map(formatProblem).join('\n')}\n`);
    return undefined;
  }
  for (const warning of result.warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
  return result.registry;
}
