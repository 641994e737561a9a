import {
  type Conversation,
  conversationKey,
  type ConversationSource,
} from '../decision/memory/conversation.js';
import type { Decision } from '../decision/decision.js';
import { type Discontent, discontentOf } from '../decision/memory/discontent.js';
import { historyOf } from '../decision/memory/history.js';
import type { LastTurn, Recalled } from '../decision/memory/last-turns.js';
import { isOrder } from '../decision/reason.js';
import { CLIENT_HEADERS } from '../mutation/wire-names.js';
import type { RequestView } from '../request/request-view.js';
import { asksAgain } from '../signals/asks-again.js';
import { reaskSignal } from '../signals/reask.js';
import type { BuiltinSignals } from '../signals/signal.js';
import type { Memory } from './memory.js';
import type { Snapshot } from './snapshot.js';

/** What is known of a request's conversation. */
export interface Past {
  /** `undefined` where nothing tells which one it is, or nothing is remembered. */
  readonly conversation: Conversation | undefined;
  readonly recalled?: Recalled | undefined;
  /** What the request says about the answer before it. */
  readonly discontent?: VoicedDiscontent | undefined;
  /** Names of models, see `Circumstances`. */
  readonly askedAgain?: string | undefined;
  readonly raisedTo?: string | undefined;
}

/** An opinion that nobody wrote down: the next request of the conversation shows it. */
export interface VoicedDiscontent {
  /** Id of the decision that it is about. */
  readonly decision: string;
  readonly source: Discontent;
  /** Pool name of the model that the client named instead; `undefined` when it named none. */
  readonly model: string | undefined;
}

/** A turn as the conversation remembers it, before the decision has its id. */
export interface NewTurn {
  /** The conversation's key. */
  readonly conversation: string;
  readonly turn: Omit<LastTurn, 'decision'>;
}

export function pastOf(
  view: RequestView,
  { plan, registry: { policy } }: Snapshot,
  { conversations, turns, hash }: Memory,
  builtin: BuiltinSignals | undefined,
): Past {
  const isRemembered = conversations !== undefined || turns !== undefined;
  const conversation =
    isRemembered && hash
      ? conversationKey(view, conversationSource(view, policy.tenantHeader), hash)
      : undefined;
  const recalled = conversation && hash && turns?.recall(conversation.key, view, hash);
  if (conversation === undefined || recalled === undefined) return { conversation };
  const { last, relation } = recalled;
  const pinned = view.model === undefined ? undefined : plan.models.get(view.model);
  const again = relation === 'replies' && asksAgain(view, builtin?.labelled.reask ?? reaskSignal(view));
  const before = plan.models.get(last.model);
  const source = discontentOf({ view, conversation, recalled, pinned, before, asksAgain: again });
  const isSame = relation !== 'other' || conversation.isNamed;
  const escalates = policy.onReask === 'escalate';
  return {
    conversation,
    recalled,
    discontent: source && {
      ...{ decision: last.decision, source },
      model: source === 'switch' ? pinned?.name : undefined,
    },
    askedAgain: again && escalates ? last.model : undefined,
    raisedTo: isSame && escalates && conversations !== undefined ? last.raisedTo : undefined,
  };
}

/** The tenant and the client's own name of the conversation. */
export function conversationSource(
  { head: { headers } }: RequestView,
  tenantHeader: string,
): ConversationSource {
  return { header: headers.get(CLIENT_HEADERS.conversation), tenant: headers.get(tenantHeader) };
}

/** What the conversation is to remember of this turn. */
export function turnAfter(
  { conversation, recalled, askedAgain, raisedTo }: Past,
  view: RequestView,
  decision: Decision,
  { turns, hash }: Memory,
): NewTurn | undefined {
  if (conversation === undefined || turns === undefined || hash === undefined) return undefined;
  const isFirst = !conversation.isNamed && !conversation.hasPast;
  const isDrawn = decision.arm === 'control' || decision.arm === 'explored';
  const isRaised = askedAgain !== undefined && !isDrawn && !isOrder(decision.reason);
  return {
    conversation: conversation.key,
    turn: {
      model: decision.model,
      reason: decision.reason,
      history: recalled?.relation === 'repeats' ? recalled.last.history : historyOf(view, hash),
      // Whoever begins with words that are remembered may be somebody else, and from then on nobody tells the two apart.
      isShared: recalled !== undefined && (isFirst || recalled.last.isShared),
      raisedTo: isRaised ? decision.model : raisedTo,
    },
  };
}
