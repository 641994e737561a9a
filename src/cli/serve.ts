import { parseArgs } from 'node:util';
import { checkTraceUrl } from '../admin/trace-url.js';
import { startService } from '../app/service.js';
import { startConsole } from '../console/start-console.js';
import { parseHostPort } from '../envoy/address.js';
import { type EnvoyFlagValues, type EnvoyOptions, parseEnvoyOptions } from '../envoy/envoy-options.js';
import { DragomanError } from '../errors.js';
import { packageVersion } from '../package-root.js';
import { createLogger, LOG_LEVELS, type LogLevel } from '../telemetry/logger.js';
import { tracedShare } from '../telemetry/traces/trace-settings.js';
import { promotionOf, retrainEveryOf } from './flags/bundle-flags.js';
import { clusterOf } from './flags/cluster-flags.js';
import { encoderDirectoryOf } from './flags/encoder-flag.js';
import { locationOf } from './flags/location.js';
import { SERVE } from './manual/serve.js';
import { endSoon } from './end-soon.js';
import { listenToSignals } from './process-signals.js';
import { retrainBeside } from './retrain-beside.js';

/** Runs until SIGTERM or SIGINT. */
export async function serve(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: SERVE.flags,
  });
  const directory = locationOf('serve', positionals);
  const logger = createLogger(logLevelOf(values['log-level']));
  const envoy = envoyOptionsOf(values);
  const { 'envoy-admin': admin, 'trace-url': traceUrl } = values;
  const records = values.records ?? process.env['DRAGOMAN_RECORDS'];
  const everyMs = retrainEveryOf(values, records);
  const promotion = promotionOf(values);
  const cluster = clusterOf(values);
  const signals = listenToSignals();
  const encoderDirectory = encoderDirectoryOf(values.encoder);
  const folders = { directory, encoderDirectory, cacheDirectory: values.cache };
  const { endpoints, stop: stopConsole } = startConsole({ ...folders, records, logger });
  const service = await startService({
    ...folders,
    cluster,
    endpoints,
    listen: values.listen,
    admin: values.admin,
    traceUrl: traceUrl === undefined ? undefined : checkTraceUrl('--trace-url', traceUrl),
    envoy,
    envoyAdmin: admin === undefined ? envoy?.admin : parseHostPort('--envoy-admin', admin),
    internal: parseHostPort('--envoy-internal', values['envoy-internal']),
    ...{ records, bundles: values.bundles, promotion },
    sharedCache: values['shared-cache'] ?? process.env['DRAGOMAN_SHARED_CACHE'],
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
  await Promise.all([stopRetraining(), stopConsole()]);
  await service.stop();
  endSoon();
  return 0;
}

const ONLY_WITH_XDS = ['envoy-listen', 'otlp', 'system-ca'] as const;

/** `undefined` without `--xds`: somebody else configures Envoy. */
function envoyOptionsOf(
  flags: Omit<EnvoyFlagValues, 'out' | 'dragoman'> & {
    readonly xds?: string | undefined;
    readonly listen: string;
  },
): EnvoyOptions | undefined {
  if (flags.xds === undefined) {
    const idle = ONLY_WITH_XDS.find((name) => flags[name] !== undefined);
    if (idle === undefined) return undefined;
    throw new DragomanError('usage', `--${idle} needs --xds DIR: without it somebody else configures Envoy.`);
  }
  const options = parseEnvoyOptions(
    { ...flags, out: flags.xds, dragoman: flags.listen },
    { dragomanFlag: '--listen', share: tracedShare(process.env) },
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
