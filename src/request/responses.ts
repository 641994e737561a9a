import { ok, type Result } from '../errors.js';
import { readContent } from './content.js';
import { badField, badText, readTokenLimit, readItems } from './fields.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import { NO_CONTENT, type FormatParts, type MessageParts, type RequestParts } from './request-parts.js';
import type { Role } from './request-view.js';
import { readResponseFormat } from './response-format.js';
import { tokensOfJson } from './token-estimate.js';
import { readTools } from './tools.js';

const ROLES: ReadonlyMap<JsonValue | undefined, Role> = new Map<JsonValue | undefined, Role>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
]);

/**
 * Reads a body of `POST /v1/responses`. What a `previous_response_id` or a `conversation` stands for is not in the
 * body, so it is not in the view either.
 * @see https://platform.openai.com/docs/api-reference/responses/create
 */
export function readResponses(body: JsonObject): Result<RequestParts> {
  const input = readInput(body);
  if (!input.ok) return input;
  const instructions = body['instructions'] ?? undefined;
  if (instructions !== undefined && typeof instructions !== 'string') {
    return badText('instructions', 'a string', instructions);
  }
  const tools = readTools(body, 'tools');
  if (!tools.ok) return tools;
  const format = readTextFormat(body['text']);
  if (!format.ok) return format;
  const limit = readTokenLimit(body, ['max_output_tokens'], 1);
  if (!limit.ok) return limit;
  const system: readonly MessageParts[] =
    instructions === undefined ? [] : [{ ...NO_CONTENT, role: 'system', texts: [instructions] }];
  return ok({
    messages: [...system, ...input.value],
    tools: tools.value,
    ...format.value,
    ...limit.value,
  });
}

function readInput(body: JsonObject): Result<readonly MessageParts[]> {
  const input = body['input'];
  if (typeof input === 'string') return ok([{ ...NO_CONTENT, role: 'user', texts: [input] }]);
  // A prompt template that the provider stores can stand in for the input.
  if (input === undefined && isJsonObject(body['prompt'])) return ok([]);
  return readItems(input, 'input', readItem);
}

function readTextFormat(text: JsonValue | undefined): Result<FormatParts> {
  if (text === undefined || text === null) return ok({ responseFormat: 'text' });
  if (!isJsonObject(text)) return badText('text', 'an object', text);
  return readResponseFormat(text['format'], 'text.format');
}

/** Items that are neither messages nor calls nor results (reasoning, references, what comes next) give nothing. */
function readItem(item: JsonValue, path: string): Result<readonly MessageParts[]> {
  if (!isJsonObject(item)) return badText(path, 'an object', item);
  const type = item['type'] ?? 'message';
  if (typeof type !== 'string') return badField(`${path}.type`, 'a string', type);
  if (type === 'message') return readMessage(item, path);
  if (type.endsWith('_call_output')) return readCallOutput(item, path);
  if (!type.endsWith('_call')) return ok([]);
  const otherTokens = tokensOfJson(item['arguments'] ?? item['input'] ?? item['action']);
  return ok([{ ...NO_CONTENT, role: 'assistant', toolCalls: 1, otherTokens }]);
}

function readMessage(item: JsonObject, path: string): Result<readonly MessageParts[]> {
  const role = ROLES.get(item['role']);
  if (role === undefined)
    return badField(`${path}.role`, 'system, developer, user or assistant', item['role']);
  const content = readContent(item['content'], `${path}.content`);
  return content.ok ? ok([{ ...content.value, role }]) : content;
}

/** `output` is a string or parts; for the built-in tools it may be an object, such as a screenshot. */
function readCallOutput(item: JsonObject, path: string): Result<readonly MessageParts[]> {
  const output = item['output'];
  const parts = isJsonObject(output) ? [output] : output;
  const content = readContent(parts, `${path}.output`);
  return content.ok ? ok([{ ...content.value, role: 'tool' }]) : content;
}
