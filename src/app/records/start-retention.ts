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
  /** Milliseconds since 1970, by the clock that may be set; default the system's. */
  readonly now?: () => number;
}

const FIRST_MS = 600_000;
const INTERVAL_MS = 3_600_000;
/** No clock drifts as far between two looks; one that did was set, perhaps wrongly. */
const MOST_AHEAD_MS = 86_400_000;

/**
 * Prunes the store within ten minutes of the start and about once an hour from then on, at times that chance picks, so that
 * replicas of one store do not all do it at once. What a clock that was set ahead makes old stays until the next look: a
 * clock that is wrong for a while must not empty the store.
 *
 * @returns what ends it
 */
export function startRetention({
  store,
  retention,
  logger,
  random = Math.random,
  now = Date.now,
}: RetentionParts): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const offset = (): number => now() - performance.now();
  let known = offset();
  const wasSetAhead = (): boolean => {
    const [before, after] = [known, offset()];
    known = after;
    return after - before > MOST_AHEAD_MS;
  };
  const prune = async (): Promise<void> => {
    try {
      if (wasSetAhead()) {
        logger.warn('the clock was set ahead by more than a day; old records stay for another hour');
      } else {
        const open = await store.get();
        const records = await open.prune(retention(), now());
        if (records > 0) logger.info({ records }, 'old records are gone');
      }
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
