import type { RequestView } from '../../request/request-view.js';
import type { Conversation } from './conversation.js';
import type { Recalled } from './last-turns.js';
import type { ModelProfile } from '../model-profile.js';

/**
 * What a client did after an answer that was not good enough. `reask`: its user asks the same again, or complains.
 * `regenerate`: it sends the same messages again. `switch`: it names another model of the pool.
 */
export type Discontent = 'reask' | 'regenerate' | 'switch';

export interface NextTurn {
  readonly view: RequestView;
  readonly conversation: Conversation;
  readonly recalled: Recalled;
  /** The model that the client names; `undefined` when it leaves the choice to us. */
  readonly pinned: ModelProfile | undefined;
  /** The model of the last turn; `undefined` when the pool has it no more. */
  readonly before: ModelProfile | undefined;
  /** Whether the last user turn asks again. */
  readonly asksAgain: boolean;
}

/** A person needs this long to see that an answer is of no use; what is faster is a program that samples or retries. */
const HUMAN_MS = 2_000;

/**
 * What a request says about the answer before it. Prefers silence to a wrong word: a repeat counts only when the answer is
 * known to have been delivered and some time has passed, so that neither retries after an error nor samples in parallel
 * count, and only where it is sure to be the same conversation. A program that names its own cheaper model for a chore, a
 * title say, does not complain.
 */
export function discontentOf(next: NextTurn): Discontent | undefined {
  const { relation, last } = next.recalled;
  if (last.isShared) return undefined;
  if (relation === 'repeats') {
    if (!isSameAsker(next) || (next.recalled.restMs ?? 0) < HUMAN_MS) return undefined;
    if (next.pinned === undefined || next.pinned.name === last.model) return 'regenerate';
    return isSwitch(next) ? 'switch' : undefined;
  }
  if (relation !== 'replies') return undefined;
  if (isSwitch(next)) return 'switch';
  return next.asksAgain ? 'reask' : undefined;
}

/** Two people who begin alike send the same first turn; and a "yes" to a history kept by the server follows upon a "yes". */
function isSameAsker({ view, conversation }: NextTurn): boolean {
  const hints = view.conversation ?? {};
  if (hints.id !== undefined || hints.continues === true) return false;
  return conversation.isNamed || conversation.hasPast;
}

function isSwitch({ pinned, before, recalled: { last } }: NextTurn): boolean {
  if (pinned === undefined || before === undefined || last.reason === 'pinned') return false;
  return pinned.name !== before.name && pinned.priceSum >= before.priceSum;
}
