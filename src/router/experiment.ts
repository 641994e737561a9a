import { conversationKey } from '../decision/memory/conversation.js';
import type { Decision } from '../decision/decision.js';
import { drawOf } from '../decision/draw.js';
import { createKeyedHash } from '../decision/memory/keyed-hash.js';
import type { RequestView } from '../request/request-view.js';
import { conversationSource } from './past.js';
import { lacksIndex, type Snapshot } from './snapshot.js';

/** Names conversations alike in every process; the names are drawn by and forgotten. */
const UNKEYED = createKeyedHash('trial');

/** By what a conversation is in one arm or another; `undefined` where no conversation can be told. */
export function trialUnit(view: RequestView, tenantHeader: string): string | undefined {
  return conversationKey(view, conversationSource(view, tenantHeader), UNKEYED)?.key;
}

/**
 * What decides this request: the registry, or, for its share of the conversations, the experiment's. A whole conversation is
 * decided by one of them. Until its examples are embedded, the experiment decides nothing.
 */
export function deciding(view: RequestView, snapshot: Snapshot): Snapshot {
  const { challenger, registry } = snapshot;
  const { experiment, policy } = registry;
  if (challenger === undefined || experiment === undefined || lacksIndex(challenger)) return snapshot;
  const unit = trialUnit(view, policy.tenantHeader);
  if (unit === undefined) return snapshot;
  return drawOf(`experiment ${experiment.name}`, unit) < experiment.share ? challenger : snapshot;
}

/** Says that the experiment's registry decided, where it was not the control group or chance. */
export function asChallenger(decision: Decision): Decision {
  return decision.arm === 'routed' ? { ...decision, arm: 'challenger' } : decision;
}
