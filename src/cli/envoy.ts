import { parseArgs } from 'node:util';
import { loadRegistry } from '../config/load.js';
import { formatProblem } from '../config/problem.js';
import { ENVOY_FLAGS, parseEnvoyOptions } from '../envoy/envoy-options.js';
import { renderEnvoy, renderStaticEnvoy } from '../envoy/render.js';
import { writeXds } from '../envoy/write-xds.js';
import { locationOf } from './flags/location.js';

const HELP = `Usage: dragoman envoy DIR [flags]

Writes Envoy's configuration from a registry. Without --out it is printed as one file that needs no others but the models' keys.

  --out DIR            folder for envoy.yaml and the files it watches (cds.yaml, rds.yaml, lds.yaml);
                       start Envoy with -c DIR/envoy.yaml
  --listen HOST:PORT   where Envoy takes requests                       (0.0.0.0:10000)
  --internal HOST:PORT where Dragoman asks a model; keep it on loopback (127.0.0.1:10001)
  --admin HOST:PORT    Envoy's admin port; keep it on loopback          (127.0.0.1:9901)
  --dragoman ADDRESS   where Dragoman serves: unix:/path or host:port   (unix:/run/dragoman/extproc.sock)
  --otlp URL           where Envoy sends its spans, such as http://collector:4318
  --system-ca FILE     certificate authorities for https models         (the system's)
  --concurrency N      Envoy's worker threads, for the start command    (one a core)

Example: dragoman envoy registry --out /etc/envoy --listen 0.0.0.0:10000

Exit code: 0 written, 1 registry not valid, 2 wrong usage.
`;

/**
 * The verb `envoy`.
 * @returns the exit code
 * @throws DragomanError `usage`
 */
export function envoy(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...ENVOY_FLAGS, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return Promise.resolve(0);
  }
  const location = locationOf('envoy', positionals);
  const options = parseEnvoyOptions(values);
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
