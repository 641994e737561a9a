import type { RequestHead } from '../../src/request/request-head.js';
import type { Message, RequestView } from '../../src/request/request-view.js';

/** A view as the request room makes it for a short chat; what a test is about stands in `changes`. */
export function buildView(changes: Partial<RequestView> = {}): RequestView {
  const lastUserText = changes.lastUserText ?? 'What time is it?';
  return {
    head: buildHead(),
    endpoint: 'chat-completions',
    model: 'auto',
    system: '',
    messages: [userMessage(lastUserText)],
    tools: [],
    toolCalls: 0,
    images: 0,
    responseFormat: 'text',
    stream: false,
    turns: 1,
    languages: [],
    tokenEstimate: 10,
    truncated: false,
    ...changes,
    lastUserText,
  };
}

/** @param headers names in lower case, as Envoy sends them */
export function buildHead(
  headers: Readonly<Record<string, string>> = {},
  path = '/v1/chat/completions',
  method = 'POST',
): RequestHead {
  return { method, path, headers: new Map(Object.entries(headers)) };
}

/** The same view without a `model` field. */
export function withoutModel(view: RequestView): RequestView {
  const copy: { model?: string } & RequestView = { ...view };
  delete copy.model;
  return copy;
}

function userMessage(text: string): Message {
  return { role: 'user', text, images: 0, toolCalls: 0 };
}
