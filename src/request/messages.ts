import { ok, type Result } from '../errors.js';
import { readContent } from './content.js';
import { badField, badText, itemPath, readTokenLimit, readItems } from './fields.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import type { Content, FormatParts, MessageParts, RequestParts } from './request-parts.js';
import type { Role } from './request-view.js';
import { readResponseFormat } from './response-format.js';
import { readTools } from './tools.js';

const ROLES: ReadonlyMap<JsonValue | undefined, Role> = new Map<JsonValue | undefined, Role>([
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

/**
 * Reads a body of Anthropic's `POST /v1/messages`. Tool results stand in user messages there; they become messages of
 * their own with the role `tool`, so that they are not taken for something the user said.
 * @see https://docs.anthropic.com/en/api/messages
 */
export function readMessages(body: JsonObject): Result<RequestParts> {
  const system = readContent(body['system'], 'system');
  if (!system.ok) return system;
  const messages = readItems(body['messages'], 'messages', readMessage);
  if (!messages.ok) return messages;
  const tools = readTools(body, 'tools');
  if (!tools.ok) return tools;
  const format = readOutputFormat(body);
  if (!format.ok) return format;
  const limit = readTokenLimit(body, ['max_tokens'], 1);
  if (!limit.ok) return limit;
  return ok({
    messages: [{ ...system.value, role: 'system' }, ...messages.value],
    tools: tools.value,
    ...format.value,
    ...limit.value,
  });
}

/** Structured outputs: `output_config.format`, and `output_format` as it was called in the beta. */
function readOutputFormat(body: JsonObject): Result<FormatParts> {
  const config = body['output_config'];
  if (isJsonObject(config) && config['format'] !== undefined) {
    return readResponseFormat(config['format'], 'output_config.format');
  }
  return readResponseFormat(body['output_format'], 'output_format');
}

function readMessage(item: JsonValue, path: string): Result<readonly MessageParts[]> {
  if (!isJsonObject(item)) return badText(path, 'an object with a "role"', item);
  const role = ROLES.get(item['role']);
  if (role === undefined) return badField(`${path}.role`, 'user or assistant', item['role']);
  const content = readContent(item['content'], `${path}.content`, 'tool_result');
  if (!content.ok) return content;
  const results = readToolResults(item['content'], `${path}.content`);
  if (!results.ok) return results;
  const message = { ...content.value, role };
  return ok(results.value.length > 0 && isEmpty(message) ? results.value : [...results.value, message]);
}

function readToolResults(content: JsonValue | undefined, path: string): Result<readonly MessageParts[]> {
  if (!isJsonArray(content)) return ok([]);
  const results: MessageParts[] = [];
  for (const [index, block] of content.entries()) {
    if (!isJsonObject(block) || block['type'] !== 'tool_result') continue;
    const result = readContent(block['content'], `${itemPath(path, index)}.content`);
    if (!result.ok) return result;
    results.push({ ...result.value, role: 'tool' });
  }
  return ok(results);
}

function isEmpty(content: Content): boolean {
  return content.texts.length + content.images + content.toolCalls + content.otherTokens === 0;
}
