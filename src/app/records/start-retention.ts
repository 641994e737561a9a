import type { Retention } from '../../store/record-store.js';
import type { Logger } from '../../telemetry/logger.js';
import type { StoreHandle } from '../../store/store-handle.js';

export interface RetentionParts {
  readonly store: StoreHandle;
  /** What holds now. */
  readonly retention: () => Retention;
  readonly logger: Logger;
  /** In [0, 1). */
  readonly random?: () => number;
}

const FIRST_MS = 600_000;
const INTERVAL_MS = 3_600_000;

/**
 * Prunes the store within ten minutes of the start and about once an hour from then on, at times that chance picks, so that
 * replicas of one store do not all do it at once.
 *
 * @returns what ends it
 */
export function startRetention({
  store,
  retention,
  logger,
  random = Math.random,
}: RetentionParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const prune = async (): Promise<void> => {
    try {
      const open = await store.get();
      const records = await open.prune(retention(), Date.now());
      if (records > 0) logger.info({ records }, 'old records are gone');
    } catch (error) {
      logger.warn({ err: error }, 'old records could not be removed; the next try is in an hour');
    }
    if (!isStopped) schedule(INTERVAL_MS * (0.9 + 0.2 * random()));
  };
  const schedule = (ms: number): void => {
    timer = setTimeout(() => void prune(), ms).unref();
  };
  schedule(FIRST_MS * random());
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
