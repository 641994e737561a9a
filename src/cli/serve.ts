import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Service, startService } from '../app/service.js';
import { type EnvoyOptions, parseEnvoyOptions } from '../envoy/envoy-options.js';
import { DragomanError } from '../errors.js';
import { packageRoot, packageVersion } from '../package-root.js';
import { createLogger, LOG_LEVELS, type Logger, type LogLevel } from '../telemetry/logger.js';

export const SERVE_USAGE = `dragoman serve DIR [flags]

Serves the registry in DIR (a folder of YAML documents, or one file) to Envoy.

  --listen ADDRESS        where Envoy finds us: unix:/path or host:port   (unix:/run/dragoman/extproc.sock)
  --admin HOST:PORT       /healthz, /readyz and /config                   (127.0.0.1:9902)
  --xds DIR               keep Envoy's configuration files in DIR in step with the registry
  --envoy-listen H:P      with --xds: where Envoy takes requests          (0.0.0.0:10000)
  --envoy-admin H:P       with --xds: Envoy's own admin port              (127.0.0.1:9901)
  --otlp URL              with --xds: where Envoy sends its spans, such as http://collector:4318
  --encoder DIR|none      folder of the sentence encoder                  (the one that ships)
  --drain SECONDS         longest wait for requests in flight at a stop   (20)
  --log-level LEVEL       trace, debug, info, warn, error or silent       (info)

Dragoman's own spans go to OTEL_EXPORTER_OTLP_ENDPOINT when it is set. SIGHUP reloads, SIGTERM drains and stops.
`;

/** Runs until SIGTERM or SIGINT. */
export async function serve(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: FLAGS });
  if (values.help === true) {
    process.stdout.write(SERVE_USAGE);
    return 0;
  }
  const [directory, ...rest] = positionals;
  if (directory === undefined || rest.length > 0) {
    throw new DragomanError('usage', `serve takes one folder, not ${positionals.length}.`);
  }
  const drainSeconds = Number(values.drain);
  if (!(drainSeconds >= 0)) throw new DragomanError('usage', `--drain ${values.drain}: expected seconds.`);
  const logger = createLogger(logLevelOf(values['log-level']));
  const service = await startService({
    directory,
    listen: values.listen,
    admin: values.admin,
    envoy: envoyOptionsOf(values),
    encoderDirectory: encoderDirectoryOf(values.encoder),
    drainMs: drainSeconds * 1000,
    version: packageVersion(),
    environment: process.env,
    logger,
  });
  await untilStopped(service, logger);
  return 0;
}

const FLAGS = {
  listen: { type: 'string', default: 'unix:/run/dragoman/extproc.sock' },
  admin: { type: 'string', default: '127.0.0.1:9902' },
  xds: { type: 'string' },
  'envoy-listen': { type: 'string' },
  'envoy-admin': { type: 'string' },
  otlp: { type: 'string' },
  encoder: { type: 'string' },
  drain: { type: 'string', default: '20' },
  'log-level': { type: 'string', default: 'info' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** `undefined` without `--xds`: somebody else configures Envoy. */
function envoyOptionsOf(flags: {
  readonly listen: string;
  readonly xds?: string | undefined;
  readonly 'envoy-listen'?: string | undefined;
  readonly 'envoy-admin'?: string | undefined;
  readonly otlp?: string | undefined;
}): EnvoyOptions | undefined {
  if (flags.xds === undefined) return undefined;
  return parseEnvoyOptions({
    out: flags.xds,
    listen: flags['envoy-listen'],
    admin: flags['envoy-admin'],
    dragoman: flags.listen,
    otlp: flags.otlp,
  });
}

function encoderDirectoryOf(flag: string | undefined): string | undefined {
  if (flag === 'none') return undefined;
  return flag ?? join(packageRoot, 'models', 'all-minilm-l6-v2');
}

function logLevelOf(flag: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === flag);
  if (level !== undefined) return level;
  throw new DragomanError('usage', `--log-level ${flag}: expected one of ${LOG_LEVELS.join(', ')}.`);
}

/** Resolves when a signal has stopped the service; a second signal changes nothing, the drain has its own limit. */
function untilStopped(service: Service, logger: Logger): Promise<void> {
  process.on('SIGHUP', () => void service.reloader.reload());
  return new Promise((resolve, reject) => {
    const stop = (signal: string): void => {
      logger.info({ signal }, 'stopping');
      service.stop().then(resolve, reject);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  });
}
