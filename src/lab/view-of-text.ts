import { parseRequest } from '../request/parse-request.js';
import type { RequestView } from '../request/request-view.js';

/** One message of a conversation, as the chat completions API has it. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

const HEAD = { method: 'POST', path: '/v1/chat/completions', headers: new Map<string, string>() };
const LIMITS = { maxDepth: 64, maxBodyBytes: 64 * 1024 * 1024 };

/** The view of a chat completion request with these messages, made by the request room as in serving. */
export function viewOfMessages(messages: readonly ChatMessage[]): RequestView {
  const view = parseRequest(HEAD, Buffer.from(JSON.stringify({ model: 'auto', messages })), LIMITS);
  if (view.ok) return view.value;
  throw new Error(`not a request: ${view.problem.message}`);
}

/** The view of a request with one user message. */
export function viewOfText(text: string): RequestView {
  return viewOfMessages([{ role: 'user', content: text }]);
}
