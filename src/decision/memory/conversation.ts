import type { RequestView } from '../../request/request-view.js';
import type { KeyedHash } from './keyed-hash.js';

export interface ConversationSource {
  /** Value of the client's own header for it; see `CLIENT_HEADERS`. */
  readonly header: string | undefined;
  readonly tenant: string | undefined;
}

/** One conversation, as far as a stateless request can tell. */
export interface Conversation {
  readonly key: string;
  /** Whether a turn before this one can have been seen: there is an answer in the history, or the client names the conversation. */
  readonly hasPast: boolean;
  /** Whether the client itself names it, so that nobody else's can have the same key. */
  readonly isNamed: boolean;
}

/**
 * Finds out which conversation a request belongs to. A name that the client gives is enough (header, `conversation` of
 * Responses). Without one, its start is its name: system prompt and first user message, which every later turn sends
 * again, with the user and the prompt cache key where the body has them.
 *
 * Two conversations that begin alike then share a key, at worst a model as well. A first turn is therefore never held
 * to what another conversation left behind.
 *
 * @returns `undefined` when nothing tells: a turn that continues a stored response does not hold its start
 */
export function conversationKey(
  view: RequestView,
  { header, tenant }: ConversationSource,
  hash: KeyedHash,
): Conversation | undefined {
  const hints = view.conversation ?? {};
  const named = header ?? hints.id;
  if (named !== undefined) return { key: hash(['named', tenant, named]), hasPast: true, isNamed: true };
  const first = view.messages.find(({ role }) => role === 'user');
  if (hints.continues === true || first === undefined) return undefined;
  return {
    key: hash(['begun', tenant, hints.user, hints.cacheKey, view.system, first.text]),
    hasPast: view.messages.some(({ role }) => role === 'assistant'),
    isNamed: false,
  };
}

/** Whether the model waits for the results of its tools or has just got them: another one may not understand its calls. */
export function isInToolLoop({ messages }: RequestView): boolean {
  if (messages.at(-1)?.role === 'tool') return true;
  const lastAnswer = messages.findLast(({ role }) => role === 'assistant');
  return lastAnswer !== undefined && lastAnswer.toolCalls > 0;
}
