import { parseArgs } from 'node:util';
import { loadRegistry } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import { parseEnvoyOptions } from '../envoy/envoy-options.js';
import { renderEnvoy, renderStaticEnvoy } from '../envoy/render.js';
import { writeXds } from '../envoy/write-xds.js';
import { tracedShare } from '../telemetry/traces/trace-settings.js';
import { locationOf } from './flags/location.js';
import { ENVOY } from './manual/envoy.js';

/**
 * The verb `envoy`.
 * @returns the exit code
 * @throws DragomanError `usage`
 */
export function envoy(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: ENVOY.flags,
  });
  const location = locationOf('envoy', positionals);
  const options = parseEnvoyOptions(values, { share: tracedShare(process.env) });
  const result = loadRegistry(location);
  if (!result.ok) {
    process.stderr.write(`${result.problems.map(formatProblem).join('\n')}\n`);
    return Promise.resolve(1);
  }
  for (const warning of result.warnings) process.stderr.write(`warning: ${formatProblem(warning)}\n`);
  if (values.out === undefined) process.stdout.write(renderStaticEnvoy(result.registry, options));
  else
    tellWritten(options.xdsDirectory, writeXds(options.xdsDirectory, renderEnvoy(result.registry, options)));
  return Promise.resolve(0);
}

function tellWritten(directory: string, names: readonly string[]): void {
  const written = names.length === 0 ? 'nothing: all is up to date' : names.join(', ');
  process.stdout.write(`wrote ${written}\nstart: envoy -c ${directory}/envoy.yaml\n`);
}
