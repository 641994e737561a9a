import type { Found } from '../../decision/comparison.js';
import type { CacheKey } from '../../decision/memory/decision-cache.js';
import type { Comparand } from '../layers/comparand.js';
import { since } from '../layers/since.js';
import { lacksIndex, type Snapshot } from '../snapshot.js';

/** What the other replicas know of a request. */
export interface Replicas {
  /** `undefined` where they know nothing, or did not say so in time. */
  readonly told: { readonly found: Found; readonly ageMs: number } | undefined;
  /** What asking them took, in microseconds of wall time. */
  readonly microseconds: number;
}

/** @returns `undefined` where they are not asked: nothing is shared, or the heads that are shared are none of this registry */
export async function askReplicas(
  { snapshot, memory }: Comparand,
  key: CacheKey | undefined,
): Promise<Replicas | undefined> {
  const ttlMs = snapshot.registry.policy.decisionCache?.ttlMs;
  if (memory.shared === undefined || key === undefined || ttlMs === undefined || !isShared(snapshot))
    return undefined;
  const start = performance.now();
  const told = await memory.shared.find(key.exact, (route) => snapshot.plan.routes.has(route));
  const microseconds = since(start);
  // Clocks differ: what comes from the future is as if it were new, and nothing is kept longer than it was meant to.
  const ageMs = told === undefined ? 0 : Math.max(0, Date.now() - told.at);
  if (told === undefined || ageMs >= ttlMs) return { told: undefined, microseconds };
  return { told: { found: told.found, ageMs }, microseconds };
}

/** Only what the encoder or a small model found: the fast head costs less than asking, and near duplicates are local. */
export function tellReplicas({ snapshot, memory }: Comparand, key: CacheKey, found: Found): void {
  const ttlMs = snapshot.registry.policy.decisionCache?.ttlMs;
  if (ttlMs === undefined || (found.layer !== 'similarity' && found.layer !== 'llm')) return;
  memory.shared?.put(key.exact, found, ttlMs);
}

/** An encoder that is late with its examples, or down, will find what others find now; no encoder never will. */
function isShared(snapshot: Snapshot): boolean {
  return typeof snapshot.index !== 'string' || lacksIndex(snapshot);
}
