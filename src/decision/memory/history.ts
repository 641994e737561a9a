import type { Message, RequestView } from '../../request/request-view.js';
import type { KeyedHash } from './keyed-hash.js';

/** The messages of one request, without their text: how many there are, and what the last ones say. */
export interface History {
  /** Number of messages. */
  readonly length: number;
  readonly digest: string;
}

/**
 * How a request stands to an earlier one. `repeats`: the same messages, the last of them a user's. `replies`: one answer and
 * one user turn more. `goes_on`: anything else that begins with the same messages, such as the next step of a tool loop.
 */
export type Relation = 'repeats' | 'replies' | 'goes_on' | 'other';

/** Messages that are looked at; the key of the conversation stands for its start. */
const LAST_MESSAGES = 4;
/** UTF-16 units at either end of a text by which it is told from others of the same length. */
const SKETCH = 128;

/** @param length how many of the messages count; default all */
export function historyOf(view: RequestView, hash: KeyedHash, length = view.messages.length): History {
  const messages = view.messages.slice(Math.max(0, length - LAST_MESSAGES), length);
  return { length, digest: hash([...sketch(view.system), ...messages.flatMap(partsOf)]) };
}

/** Images count as different ones, always: their bytes are not looked at. */
export function relationTo(earlier: History, view: RequestView, hash: KeyedHash): Relation {
  const { messages } = view;
  if (messages.length < earlier.length || earlier.length === 0) return 'other';
  if (historyOf(view, hash, earlier.length).digest !== earlier.digest) return 'other';
  const [first, second, ...more] = messages.slice(earlier.length);
  if (first === undefined) return messages.at(-1)?.role === 'user' && view.images === 0 ? 'repeats' : 'other';
  const isAnswer = first.role === 'assistant' && first.toolCalls === 0;
  return isAnswer && second?.role === 'user' && more.length === 0 ? 'replies' : 'goes_on';
}

function partsOf({ role, text, images, toolCalls }: Message): string[] {
  return [role, String(images), String(toolCalls), ...sketch(text)];
}

/** Long texts are told apart by their length and their ends: this is done with each request. */
function sketch(text: string): string[] {
  return text.length <= 2 * SKETCH
    ? [text]
    : [String(text.length), text.slice(0, SKETCH), text.slice(-SKETCH)];
}
