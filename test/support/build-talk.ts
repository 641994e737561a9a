import type { Message, RequestView, Role } from '../../src/request/request-view.js';
import { buildView } from './build-view.js';

/** Messages in turn, the user's first: `['Hi', 'Hello!', 'Who are you?']`. */
export function talk(texts: readonly string[]): Message[] {
  return texts.map((text, at) => messageOf(at % 2 === 0 ? 'user' : 'assistant', text));
}

export function messageOf(role: Role, text: string, toolCalls = 0): Message {
  return { role, text, images: 0, toolCalls };
}

/** The view of a request with these messages. */
export function buildTalk(messages: readonly Message[], changes: Partial<RequestView> = {}): RequestView {
  const users = messages.filter(({ role }) => role === 'user');
  return buildView({
    messages,
    turns: users.length,
    lastUserText: users.at(-1)?.text ?? '',
    ...changes,
  });
}
