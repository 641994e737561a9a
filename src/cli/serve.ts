import { parseArgs } from 'node:util';
import { startService } from '../app/service.js';
import { parseHostPort } from '../envoy/address.js';
import { type EnvoyOptions, INTERNAL_ADDRESS, parseEnvoyOptions } from '../envoy/envoy-options.js';
import { DragomanError } from '../errors.js';
import { packageVersion } from '../package-root.js';
import { createLogger, LOG_LEVELS, type LogLevel } from '../telemetry/logger.js';
import { BUNDLE_FLAGS, BUNDLE_HELP, promotionOf, retrainEveryOf } from './flags/bundle-flags.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { listenToSignals } from './process-signals.js';
import { retrainBeside } from './retrain-beside.js';

const HELP = `Usage: dragoman serve DIR [flags]

Serves the registry in DIR (a folder of YAML documents, or one file) to Envoy.

  --listen ADDRESS        where Envoy finds us: unix:/path or host:port   (unix:/run/dragoman/extproc.sock)
  --admin HOST:PORT       /healthz, /readyz, /config and /counters        (127.0.0.1:9902)
  --xds DIR               keep Envoy's configuration files in DIR in step with the registry
  --envoy-listen H:P      with --xds: where Envoy takes requests          (0.0.0.0:10000)
  --envoy-internal H:P    where Envoy takes our own questions to models   (127.0.0.1:10001)
  --envoy-admin H:P       Envoy's own admin port, where models' health is read (with --xds: 127.0.0.1:9901)
  --otlp URL              with --xds: where Envoy sends its spans, such as http://collector:4318
  --system-ca FILE        with --xds: certificate authorities for https models (the system's)
  --encoder DIR|none      folder of the sentence encoder                  (the one that ships)
  --cache DIR             keep the examples' embeddings in DIR for the next start; not for two servers at a time
  --records URL           keep a record of each decision in sqlite:FILE or postgres://...   (DRAGOMAN_RECORDS; none)
  --hints FILE            answer routes that decay one tier higher, as dragoman drift --hints says   (none)
${BUNDLE_HELP}
  --drain SECONDS         longest wait for requests in flight at a stop   (20)
  --log-level LEVEL       trace, debug, info, warn, error or silent       (info)

Example: dragoman serve registry --xds /etc/envoy --records sqlite:records.db --bundles bundles

Dragoman's own spans go to OTEL_EXPORTER_OTLP_ENDPOINT when it is set. DRAGOMAN_HASH_KEY, the same for
all replicas, names conversations and prompts alike in all of them. SIGHUP reloads, SIGTERM drains and stops.
`;

/** Runs until SIGTERM or SIGINT. */
export async function serve(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: FLAGS });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const directory = locationOf('serve', positionals);
  const logger = createLogger(logLevelOf(values['log-level']));
  const envoy = envoyOptionsOf(values);
  const admin = values['envoy-admin'];
  const records = values.records ?? process.env['DRAGOMAN_RECORDS'];
  const everyMs = retrainEveryOf(values, records);
  const promotion = promotionOf(values);
  const signals = listenToSignals();
  const service = await startService({
    directory,
    listen: values.listen,
    admin: values.admin,
    envoy,
    envoyAdmin: admin === undefined ? envoy?.admin : parseHostPort('--envoy-admin', admin),
    internal: parseHostPort('--envoy-internal', values['envoy-internal']),
    encoderDirectory: encoderDirectoryOf(values.encoder),
    cacheDirectory: values.cache,
    ...{ records, bundles: values.bundles, promotion },
    hints: values.hints,
    drainMs: drainMsOf(values.drain),
    version: packageVersion(),
    environment: process.env,
    logger,
  });
  signals.onReload(() => void service.reloader.reload());
  const stopRetraining = retrainBeside({
    ...{ everyMs, directory, records, logger },
    ...{ bundles: values.bundles, encoder: values.encoder },
  });
  logger.info({ signal: await signals.stop }, 'stopping');
  await stopRetraining();
  await service.stop();
  return 0;
}

const FLAGS = {
  listen: { type: 'string', default: 'unix:/run/dragoman/extproc.sock' },
  admin: { type: 'string', default: '127.0.0.1:9902' },
  xds: { type: 'string' },
  'envoy-listen': { type: 'string' },
  'envoy-internal': { type: 'string', default: INTERNAL_ADDRESS },
  'envoy-admin': { type: 'string' },
  otlp: { type: 'string' },
  'system-ca': { type: 'string' },
  encoder: { type: 'string' },
  cache: { type: 'string' },
  records: { type: 'string' },
  hints: { type: 'string' },
  ...BUNDLE_FLAGS,
  drain: { type: 'string', default: '20' },
  'log-level': { type: 'string', default: 'info' },
  help: { type: 'boolean', short: 'h' },
} as const;

type EnvoyFlag = 'xds' | 'envoy-listen' | 'envoy-internal' | 'envoy-admin' | 'otlp' | 'system-ca';

/** `undefined` without `--xds`: somebody else configures Envoy. */
function envoyOptionsOf(
  flags: { readonly listen: string } & Partial<Readonly<Record<EnvoyFlag, string | undefined>>>,
): EnvoyOptions | undefined {
  if (flags.xds === undefined) return undefined;
  const options = parseEnvoyOptions(
    {
      out: flags.xds,
      listen: flags['envoy-listen'],
      internal: flags['envoy-internal'],
      admin: flags['envoy-admin'],
      dragoman: flags.listen,
      otlp: flags.otlp,
      'system-ca': flags['system-ca'],
    },
    {
      listen: '--envoy-listen',
      internal: '--envoy-internal',
      admin: '--envoy-admin',
      dragoman: '--listen',
    },
  );
  if (options.dragoman.kind === 'tcp' && options.dragoman.port === 0) {
    throw new DragomanError(
      'usage',
      `--listen ${flags.listen}: with --xds Envoy must be told a port; name one.`,
    );
  }
  return options;
}

function logLevelOf(flag: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === flag);
  if (level !== undefined) return level;
  throw new DragomanError('usage', `--log-level ${flag}: expected one of ${LOG_LEVELS.join(', ')}.`);
}

const LONGEST_DRAIN_SECONDS = 3_600;

function drainMsOf(flag: string): number {
  const seconds = flag === '' ? NaN : Number(flag);
  if (seconds >= 0 && seconds <= LONGEST_DRAIN_SECONDS) return seconds * 1000;
  throw new DragomanError('usage', `--drain "${flag}": expected seconds from 0 to ${LONGEST_DRAIN_SECONDS}.`);
}
