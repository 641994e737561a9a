import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runAside, startRetraining } from '../app/bundles/start-retraining.js';
import type { Logger } from '../telemetry/logger.js';

export interface RetrainOptions {
  /** In milliseconds; `undefined` for never. */
  readonly everyMs: number | undefined;
  readonly directory: string;
  readonly bundles: string | undefined;
  readonly records: string | undefined;
  /** As the flag names it. */
  readonly encoder: string | undefined;
  readonly logger: Logger;
}

/** Trains beside the server, in processes of low priority. @returns what ends it */
export function retrainBeside(options: RetrainOptions): () => Promise<void> {
  const { everyMs, directory, bundles, records, encoder, logger } = options;
  if (everyMs === undefined || bundles === undefined || records === undefined) return () => Promise.resolve();
  const program = fileURLToPath(new URL('./main.js', import.meta.url));
  const withEncoder = encoder === undefined ? [] : ['--encoder', encoder];
  // The URL may hold a password.
  const environment = { DRAGOMAN_RECORDS: records };
  const cache = join(bundles, 'vectors');
  return startRetraining({
    everyMs,
    train: [...['train', directory, '--bundles', bundles, '--candidate', '--cache', cache], ...withEncoder],
    drift: ['drift', directory, '--json', ...withEncoder],
    run: (argv, signal) => runAside(program, argv, { signal, logger, environment }),
    logger,
  });
}
