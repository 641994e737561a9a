import { ok, type Result } from '../errors.js';
import { readContent } from './content.js';
import { badField, badText, readTokenLimit, readItems } from './fields.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import type { MessageParts, RequestParts } from './request-parts.js';
import type { Role } from './request-view.js';
import { readResponseFormat } from './response-format.js';
import { tokensOfJson } from './token-estimate.js';
import { readTools } from './tools.js';

const ROLES: ReadonlyMap<JsonValue | undefined, Role> = new Map<JsonValue | undefined, Role>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/**
 * Reads a body of `POST /v1/chat/completions`, with the legacy `functions`, `function_call` and `max_tokens`.
 * @see https://platform.openai.com/docs/api-reference/chat/create
 */
export function readChatCompletions(body: JsonObject): Result<RequestParts> {
  const messages = readItems(body['messages'], 'messages', readMessage);
  if (!messages.ok) return messages;
  const tools = readTools(body, 'tools');
  if (!tools.ok) return tools;
  const functions = readTools(body, 'functions');
  if (!functions.ok) return functions;
  const format = readResponseFormat(body['response_format'], 'response_format');
  if (!format.ok) return format;
  const limit = readTokenLimit(body, ['max_completion_tokens', 'max_tokens'], 1);
  if (!limit.ok) return limit;
  return ok({
    messages: messages.value,
    tools: [...tools.value, ...functions.value],
    ...format.value,
    ...limit.value,
  });
}

function readMessage(item: JsonValue, path: string): Result<readonly MessageParts[]> {
  if (!isJsonObject(item)) return badText(path, 'an object with a "role"', item);
  const role = ROLES.get(item['role']);
  if (role === undefined) {
    return badField(`${path}.role`, 'system, developer, user, assistant, tool or function', item['role']);
  }
  const content = readContent(item['content'], `${path}.content`);
  if (!content.ok) return content;
  const calls = readToolCalls(item, path);
  if (!calls.ok) return calls;
  const { texts, images, toolCalls, otherTokens } = content.value;
  return ok([
    {
      role,
      texts,
      images,
      toolCalls: toolCalls + calls.value.length,
      otherTokens: calls.value.reduce((sum: number, call) => sum + tokensOfJson(call), otherTokens),
    },
  ]);
}

function readToolCalls(message: JsonObject, path: string): Result<readonly JsonValue[]> {
  const calls = message['tool_calls'] ?? [];
  if (!isJsonArray(calls)) return badText(`${path}.tool_calls`, 'an array', calls);
  const legacy = message['function_call'] ?? undefined;
  return ok(legacy === undefined ? calls : [...calls, legacy]);
}
