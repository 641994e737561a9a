import type { DecisionCacheCounts } from '../../decision/memory/decision-cache.js';
import type { KeyedHash } from '../../decision/memory/keyed-hash.js';
import type { StickinessCounts } from '../../decision/stickiness.js';
import type { HostPort } from '../../envoy/address.js';
import { modelOfCluster } from '../../mutation/wire-names.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { LlmCounts } from '../../router/llm/llm-router.js';
import { type CascadeNews, type HintedRoute, type Memory, renewMemory } from '../../router/memory.js';
import type { SharedCounts, SharedFindings } from '../../router/replicas/shared-findings.js';
import type { ShadowRoom } from '../../router/shadow/open-shadow.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Logger } from '../../telemetry/logger.js';

export interface MemoryParts {
  /** Envoy's internal listener. */
  readonly internal: HostPort;
  readonly cascades: CascadeNews;
  readonly isHinted: HintedRoute | undefined;
  readonly shadows: ShadowRoom | undefined;
  /** What replicas tell one another; `undefined` where they do not. */
  readonly shared: SharedFindings | undefined;
  /** Names conversations. */
  readonly hash: KeyedHash;
  readonly logger: Logger;
}

/** Each is `undefined` where the policy switched it off. */
export interface MemoryCounts {
  readonly llmRouter: LlmCounts | undefined;
  readonly decisionCache: DecisionCacheCounts | undefined;
  readonly sharedCache: SharedCounts | undefined;
  readonly stickiness: StickinessCounts | undefined;
}

/** What the service remembers from one request to the next. */
export interface ServiceMemory {
  /** The memory that goes with the snapshot in service. */
  for(snapshot: Snapshot): Memory;
  /** Learns how fast models answer, and which one answered a conversation. */
  observe(outcomes: readonly Outcome[]): void;
  /** Numbers since the start, for the admin endpoint `/counters`. */
  readonly counters: MemoryCounts;
  close(): void;
}

export function startMemory({ hash, logger, ...others }: MemoryParts): ServiceMemory {
  let state: { readonly snapshot: Snapshot; readonly memory: Memory } | undefined;
  const onOverrun = (share: number): void => {
    logger.warn({ share }, 'more requests are in doubt than the policy lets the small model be asked about');
  };
  return {
    for(snapshot) {
      if (state?.snapshot !== snapshot) {
        state = {
          snapshot,
          memory: renewMemory(snapshot, { ...others, hash, onOverrun }, state),
        };
      }
      return state.memory;
    },
    observe(outcomes) {
      const models = state?.snapshot.registry.pool.models;
      for (const outcome of outcomes) {
        const { cluster = '', decisionId, attempts, timeToFirstByteMs, totalMs, outputTokens } = outcome;
        const model = modelOfCluster(cluster);
        if (decisionId !== undefined) {
          const at = outcome.startTime + totalMs;
          state?.memory.turns?.ended(decisionId, { status: outcome.status, at, model });
        }
        if (model === undefined || models?.has(model) !== true || outcome.status !== 200) continue;
        if (attempts > 1) {
          // The times are not one model's.
          if (decisionId !== undefined) state?.memory.conversations?.answered(decisionId, model);
          continue;
        }
        if (timeToFirstByteMs === undefined) continue;
        state?.memory.latency?.observe(model, { firstByteMs: timeToFirstByteMs, totalMs, outputTokens });
      }
    },
    get counters() {
      const { llm, cache, conversations } = state?.memory ?? {};
      return {
        ...{ llmRouter: llm?.counts, decisionCache: cache?.counts, stickiness: conversations?.counts },
        sharedCache: others.shared?.counts,
      };
    },
    close() {
      state?.memory.llm?.close();
    },
  };
}
