import type { RequestView } from '../request/request-view.js';
import type { StoredMessage, StoredPrompt } from './stored-record.js';

/** What is kept of a prompt: `none`: its size only; `hash`: also a hash; `redacted` and `full`: also its text. */
export type TextPolicy = 'none' | 'hash' | 'redacted' | 'full';

/** What a policy let us keep of one prompt. */
export type KeptText = Pick<StoredPrompt, 'hash' | 'messages' | 'isRedacted' | 'isCut'>;

export const NO_TEXT: KeptText = { hash: null, messages: null, isRedacted: false, isCut: false };

/** UTF-16 units that are kept of all messages together, and of the system prompt at most. */
export const MAX_KEPT_CHARS = 32_768;
export const MAX_SYSTEM_CHARS = 4096;

/** What a message costs of {@link MAX_KEPT_CHARS} besides its text, so that a million empty ones are not kept. */
const MESSAGE_CHARS = 64;

/** A message of which the first `limit` units are to be kept; the text may be longer. */
export interface SelectedMessage extends StoredMessage {
  readonly limit: number;
}

export interface SelectedText {
  /** System prompt first, then the conversation in its order. */
  readonly messages: readonly SelectedMessage[];
  /** Whether something was left out. */
  readonly isCut: boolean;
  /** UTF-16 units of all texts. */
  readonly chars: number;
}

/**
 * Selects what is kept of a conversation: the system prompt's beginning, then the newest messages, as many as there is room
 * for; of the last one that is not whole, the beginning.
 *
 * @param overhang units beyond the limit that a cut text has all the same, for whoever must see where something ends
 */
export function selectText(view: RequestView, overhang: number): SelectedText {
  const copy = (role: StoredMessage['role'], text: string, limit: number): SelectedMessage => ({
    role,
    text: copyOf(text.slice(0, limit + overhang)),
    limit: Math.min(limit, text.length),
  });
  const system = view.system === '' ? [] : [copy('system', view.system, MAX_SYSTEM_CHARS)];
  let room = MAX_KEPT_CHARS - (system[0]?.limit ?? 0);
  const newest: SelectedMessage[] = [];
  let isCut = view.truncated || view.system.length > MAX_SYSTEM_CHARS;
  for (const { role, text } of view.messages.toReversed()) {
    room -= MESSAGE_CHARS;
    if (room <= 0) {
      isCut = true;
      break;
    }
    newest.push(copy(role, text, room));
    if (text.length > room) isCut = true;
    room -= text.length;
  }
  const messages = [...system, ...newest.reverse()];
  return { messages, isCut, chars: messages.reduce((sum, { text }) => sum + text.length, 0) };
}

/** Through bytes: a slice would keep the whole body alive, and what is no Unicode text is replaced, as stores refuse it. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}

/** The messages without their overhang. */
export function cutMessages(messages: readonly SelectedMessage[]): readonly StoredMessage[] {
  return messages.map(({ role, text, limit }) => ({
    role,
    text: text.length > limit ? copyOf(text.slice(0, limit)) : text,
  }));
}
