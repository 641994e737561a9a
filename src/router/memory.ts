import type { Found } from '../decision/comparison.js';
import { DecisionCache } from '../decision/memory/decision-cache.js';
import { createKeyedHash, type KeyedHash } from '../decision/memory/keyed-hash.js';
import { LastTurns } from '../decision/memory/last-turns.js';
import { ObservedLatency } from '../decision/memory/observed-latency.js';
import { Stickiness } from '../decision/stickiness.js';
import type { HealthOf } from '../decision/model-health.js';
import type { InternalAddress } from './ask/model-connections.js';
import { LlmRouter } from './llm/llm-router.js';
import type { SharedFindings } from './replicas/shared-findings.js';
import type { ShadowRoom } from './shadow/open-shadow.js';
import type { Snapshot } from './snapshot.js';

/** What outlives a request. Each part may be missing: `predict` judges every request by itself. */
export interface Memory {
  readonly cache?: DecisionCache<Found> | undefined;
  /** What other replicas found; used behind {@link cache}, and never without it. */
  readonly shared?: SharedFindings | undefined;
  readonly conversations?: Stickiness | undefined;
  /** The latest turn of each conversation, by which the next one tells what it thinks of the answer. */
  readonly turns?: LastTurns | undefined;
  readonly llm?: LlmRouter | undefined;
  readonly latency?: ObservedLatency | undefined;
  /** Names conversations without their text. */
  readonly hash?: KeyedHash;
  readonly cascades?: CascadeNews | undefined;
  readonly isHinted?: HintedRoute | undefined;
  /** Where answers to copies of requests wait; without it no copies are sent. */
  readonly shadows?: ShadowRoom | undefined;
}

/** Whether a route of a registry of this version was found to decay. */
export type HintedRoute = (registryVersion: string, route: string) => boolean;

/** What is known of cascades' tiers while requests are decided. */
export interface CascadeNews {
  readonly health: HealthOf;
  /** Index of the tier, from 0, at which a route's cascade starts at least: 1 while its first tier does not pay. */
  readonly startAt: (route: string) => number;
}

export interface MemoryOptions {
  /** Envoy's internal listener. */
  readonly internal: InternalAddress;
  readonly cascades?: CascadeNews;
  readonly isHinted?: HintedRoute | undefined;
  readonly shadows?: ShadowRoom | undefined;
  readonly shared?: SharedFindings | undefined;
  /** Names conversations; default: as no other process does. */
  readonly hash?: KeyedHash;
  /** Called when more requests want to ask the small model than the policy allows. */
  readonly onOverrun: (share: number) => void;
}

/**
 * The memory that goes with a snapshot. Conversations and latencies live on, and so does the small model while its policy
 * stays; cached decisions belong to the registry that made them.
 */
export function renewMemory(
  { registry: { policy }, sameText }: Snapshot,
  { internal, cascades, isHinted, shadows, shared, hash, onOverrun }: MemoryOptions,
  before?: { readonly memory: Memory; readonly snapshot: Snapshot },
): Memory {
  const old = before?.snapshot.registry.policy;
  const keeps = (section: 'llmRouter' | 'stickiness'): boolean =>
    old !== undefined && JSON.stringify(old[section]) === JSON.stringify(policy[section]);
  const { decisionCache, stickiness, llmRouter } = policy;
  if (!keeps('llmRouter')) before?.memory.llm?.close();
  return {
    cache:
      decisionCache &&
      new DecisionCache<Found>({
        ...decisionCache,
        minCosine: decisionCache.nearDuplicates ? sameText : undefined,
        hash: shared?.hash,
      }),
    shared: decisionCache && shared,
    conversations: keeps('stickiness')
      ? before?.memory.conversations
      : stickiness && new Stickiness(stickiness),
    turns: before?.memory.turns ?? new LastTurns(),
    llm: keeps('llmRouter')
      ? before?.memory.llm
      : llmRouter && new LlmRouter({ ...llmRouter, address: internal, onOverrun }),
    latency: before?.memory.latency ?? new ObservedLatency(),
    hash: before?.memory.hash ?? hash ?? createKeyedHash(),
    ...{ cascades, isHinted, shadows },
  };
}
