import type { Found } from '../../decision/comparison.js';
import { DecisionCache } from '../../decision/memory/decision-cache.js';
import { createKeyedHash } from '../../decision/memory/keyed-hash.js';
import { Stickiness } from '../../decision/stickiness.js';
import type { Memory } from '../../router/memory.js';
import type { Snapshot } from '../../router/snapshot.js';

/**
 * What serving would remember from one request to the next, but for what only Envoy tells: the small model's answers, the
 * health and the latency of models.
 *
 * @param now when the request that is routed came, in milliseconds: what is remembered grows old as it did
 */
export function createReplayMemory({ registry: { policy }, sameText }: Snapshot, now: () => number): Memory {
  const { decisionCache, stickiness } = policy;
  return {
    cache:
      decisionCache &&
      new DecisionCache<Found>({
        ...decisionCache,
        minCosine: decisionCache.nearDuplicates ? sameText : undefined,
        now,
      }),
    conversations: stickiness && new Stickiness({ ...stickiness, now }),
    hash: createKeyedHash(),
  };
}
