import type { AdminEndpoint } from '../admin/endpoint.js';
import type { Snapshot } from '../router/snapshot.js';
import type { Logger } from '../telemetry/logger.js';
import { consoleEndpoints } from './endpoints.js';
import { createEvidenceDesk } from './evidence/evidence-desk.js';

export interface ConsoleOptions {
  /** Folder or file of the registry. */
  readonly directory: string;
  /** URL of the store; `undefined` to keep no records. */
  readonly records: string | undefined;
  /** Folder of the encoder; `undefined` for none. */
  readonly encoderDirectory: string | undefined;
  /** Folder with embeddings of examples; `undefined` for none. */
  readonly cacheDirectory: string | undefined;
  readonly logger: Logger;
}

/** What the console reads; nothing runs until it asks. */
export interface Console {
  readonly endpoints: (view: {
    readonly reloader: { readonly current: Snapshot } | undefined;
  }) => readonly AdminEndpoint[];
  readonly stop: () => Promise<void>;
}

export function startConsole(options: ConsoleOptions): Console {
  const { directory, records, encoderDirectory = null, cacheDirectory = null, logger } = options;
  const desk = createEvidenceDesk({
    settings: { directory, encoderDirectory, cacheDirectory },
    records,
    onEvent: ({ kind, ...about }) => {
      logger[kind === 'failed' ? 'warn' : 'debug'](about, `evidence process ${kind}`);
    },
  });
  return {
    endpoints: (view) =>
      consoleEndpoints({
        desk,
        keepsRecords: records !== undefined,
        snapshot: () => view.reloader?.current,
      }),
    stop: () => desk.stop(),
  };
}
