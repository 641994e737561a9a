import { parseArgs } from 'node:util';
import { loadRegistry, type LoadResult } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import type { Registry } from '../config/registry.js';
import { readEncoderManifest } from '../embed/manifest.js';
import { fitExpectation } from '../signals/feature-vector.js';
import { parseOutcomeBundle } from '../signals/outcome-bundle.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { CHECK } from './manual/check.js';

/**
 * The verb `check`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`
 */
export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: CHECK.flags,
  });
  const location = locationOf('check', positionals);
  const result = await loadWhole(location, encoderDirectoryOf(values.encoder));
  process.stdout.write(values.json === true ? `${JSON.stringify(asJson(result))}\n` : asText(result));
  return result.ok ? 0 : 1;
}

/** Only a registry with a bundle depends on the encoder, whose files take a while to check. */
async function loadWhole(location: string, encoderDirectory: string | undefined): Promise<LoadResult> {
  const result = loadRegistry(location);
  if (!result.ok || result.registry.policy.outcomes === undefined) return result;
  const encoder = encoderDirectory === undefined ? undefined : await readEncoderManifest(encoderDirectory);
  const expected = fitExpectation(encoder?.checksum);
  return loadRegistry(location, (content) => {
    const heads = parseOutcomeBundle(content, expected);
    return heads.ok ? undefined : `cannot be used: ${heads.problem.message}`;
  });
}

function asText(result: LoadResult): string {
  if (!result.ok) {
    const lines = result.problems.map(formatProblem);
    return `${[...lines, counted(lines.length, 'problem')].join('\n')}\n`;
  }
  const { registry, warnings } = result;
  const { models, routes, examples } = countsOf(registry);
  const parts = [counted(models, 'model'), counted(routes, 'route'), counted(examples, 'example')];
  const lines = warnings.map((warning) => `warning: ${formatProblem(warning)}`);
  const summary = `valid: ${parts.join(', ')}, version ${registry.version}`;
  return `${[...lines, lines.length === 0 ? summary : `${summary}, ${counted(lines.length, 'warning')}`].join('\n')}\n`;
}

function asJson(result: LoadResult): object {
  if (!result.ok) return { ok: false, problems: result.problems, warnings: [] };
  const { registry, warnings } = result;
  return { ok: true, version: registry.version, ...countsOf(registry), problems: [], warnings };
}

function countsOf({ pool, routes }: Registry): { models: number; routes: number; examples: number } {
  return {
    models: pool.models.size,
    routes: routes.length,
    examples: routes.reduce((sum, route) => sum + route.examples.length, 0),
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
