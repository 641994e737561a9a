import { createHmac } from 'node:crypto';
import { createKeyedHash } from '../../decision/memory/keyed-hash.js';
import { DragomanError } from '../../errors.js';
import { SharedFindings } from '../../router/replicas/shared-findings.js';
import type { Logger } from '../../telemetry/logger.js';

export interface SharedCacheOptions {
  /** URL of the cache that replicas share, see `parseRedisUrl`; `undefined` for none. */
  readonly sharedCache: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
}

/**
 * Connects to the cache that replicas share, and does not wait for it: what is not there is logged, and tried again.
 *
 * @param started gets what ends it
 * @throws {DragomanError} `usage` for a malformed URL, and without a key that the replicas have in common
 */
export async function openSharedCache(
  { sharedCache: url, environment, logger }: SharedCacheOptions,
  started: (() => unknown)[],
): Promise<SharedFindings | undefined> {
  if (url === undefined || url === '') return undefined;
  const key = environment['DRAGOMAN_HASH_KEY'] ?? '';
  if (key === '') {
    throw new DragomanError(
      'usage',
      '--shared-cache needs DRAGOMAN_HASH_KEY, the same in all replicas: it names what is shared, and seals it',
    );
  }
  // Loaded when asked for: most run without.
  const { parseRedisUrl } = await import('../../store/redis/redis-url.js');
  const address = parseRedisUrl(url);
  const { openRedis } = await import('../../store/redis/open-redis.js');
  // Its first word comes when both are there: connecting takes a turn at least.
  const texts = openRedis(address, {
    onChange: (_isReady, why) => {
      shared.tell(why);
    },
  });
  started.push(() => {
    texts.close();
  });
  const shared: SharedFindings = new SharedFindings(texts, {
    hash: createKeyedHash(keyFor('names', key)),
    secret: keyFor('seals', key),
    onChange: tellLog(logger, address.shown),
  });
  return shared;
}

function tellLog(logger: Logger, server: string): (state: 'reached' | 'lost', why: string) => void {
  let lostAt: number | undefined;
  return (state, why) => {
    if (state === 'lost') {
      lostAt = performance.now();
      logger.warn({ why }, 'the shared cache is lost; this replica goes on with its own');
      return;
    }
    const seconds = lostAt === undefined ? 0 : Math.round((performance.now() - lostAt) / 1000);
    logger.info({ server, seconds }, 'the shared cache is in use');
  };
}

/** One secret of the replicas, for two uses that must tell nothing of each other. */
function keyFor(use: string, key: string): string {
  return createHmac('sha256', key).update(`dragoman shared cache ${use}`).digest('base64url');
}
