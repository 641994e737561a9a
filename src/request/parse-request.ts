import { fail, ok, type Result } from '../errors.js';
import { readChatCompletions } from './chat-completions.js';
import { readCompletions } from './completions.js';
import { encodingProblem } from './content-encoding.js';
import { joinAndCut } from './cut-text.js';
import { endpointOf } from './endpoint.js';
import { readConversationHints } from './conversation-hints.js';
import { optionalBoolean, optionalString } from './fields.js';
import { parseJsonObject, type BodyLimits } from './json-body.js';
import type { JsonObject } from './json-value.js';
import { languagesOf } from './language-hints.js';
import { readMessages } from './messages.js';
import type { RequestHead } from './request-head.js';
import type { RequestParts, TokenLimit, ToolParts } from './request-parts.js';
import type { Endpoint, Message, RequestView, Tool } from './request-view.js';
import { readResponses } from './responses.js';
import { readSideEffects } from './side-effects.js';
import { tokensOfParts } from './token-estimate.js';

const READERS: Readonly<Record<Endpoint, (body: JsonObject) => Result<RequestParts>>> = {
  'chat-completions': readChatCompletions,
  completions: readCompletions,
  responses: readResponses,
  messages: readMessages,
};

/**
 * The door of the request room: reads what was asked. Never throws; a problem's message quotes no prompt text.
 * @param head its path must be one that {@link endpointOf} knows; all others are to be passed through unread
 * @param body the whole body, decompressed
 */
export function parseRequest(head: RequestHead, body: Buffer, limits: BodyLimits): Result<RequestView> {
  const endpoint = endpointOf(head.path);
  if (endpoint === undefined) return fail('field_invalid', 'The path is none that takes prompts.', 'path');
  if (head.method !== 'POST') {
    return fail('method_not_allowed', `The method is ${head.method.slice(0, 20)}; use POST.`);
  }
  const encoding = encodingProblem(head);
  if (encoding !== undefined) return encoding;
  const parsed = parseJsonObject(body, limits);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const model = optionalString(fields, 'model');
  if (!model.ok) return model;
  const stream = optionalBoolean(fields, 'stream');
  if (!stream.ok) return stream;
  const parts = READERS[endpoint](fields);
  if (!parts.ok) return parts;
  return ok({
    head,
    endpoint,
    ...(model.value === undefined ? {} : { model: model.value }),
    stream: stream.value ?? false,
    ...readConversationHints(fields),
    ...readSideEffects(fields),
    ...viewOf(parts.value),
  });
}

/** Works out what all endpoints have in common. */
function viewOf(
  parts: RequestParts,
): Omit<RequestView, 'head' | 'endpoint' | 'model' | 'stream' | 'conversation' | 'hasSideEffects'> {
  const system: string[] = [];
  const messages: Message[] = [];
  let truncated = false;
  for (const { role, texts, images, toolCalls } of parts.messages) {
    const { text, cut } = joinAndCut(texts);
    if (cut) truncated = true;
    if (role !== 'system') messages.push({ role, text, images, toolCalls });
    else if (text !== '') system.push(text);
  }
  const wholeSystem = joinAndCut(system);
  const users = messages.filter((message) => message.role === 'user');
  const lastUserText = users.at(-1)?.text ?? '';
  return {
    system: wholeSystem.text,
    messages,
    lastUserText,
    tools: parts.tools.map(toolOf),
    toolCalls: messages.reduce((sum, message) => sum + message.toolCalls, 0),
    images: parts.messages.reduce((sum, message) => sum + message.images, 0),
    responseFormat: parts.responseFormat,
    ...(parts.responseSchema === undefined ? {} : { responseSchema: parts.responseSchema }),
    ...limitOf(parts),
    turns: users.length,
    languages: languagesOf(lastUserText),
    tokenEstimate: tokensOfParts(parts),
    truncated: truncated || wholeSystem.cut,
  };
}

function toolOf({ name, description, parameters }: ToolParts): Tool {
  return parameters === undefined ? { name, description } : { name, description, parameters };
}

function limitOf({ maxTokens, maxTokensField }: RequestParts): TokenLimit {
  return maxTokens === undefined || maxTokensField === undefined ? {} : { maxTokens, maxTokensField };
}
