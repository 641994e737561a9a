import { ok, type Result } from '../errors.js';
import { badField, badText, itemPath } from './fields.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import { keptSchema } from './kept-schema.js';
import type { ToolParts } from './request-parts.js';
import { tokensOfJson } from './token-estimate.js';

/**
 * Reads a list of tools in any of its spellings: nested under `function` or `custom` (chat completions), flat
 * (Responses, Anthropic, legacy `functions`). A built-in tool without a name is called after its type.
 * @param field the member that holds the list, such as `tools`
 */
export function readTools(body: JsonObject, field: string): Result<readonly ToolParts[]> {
  const list = body[field];
  if (list === undefined || list === null) return ok([]);
  if (!isJsonArray(list)) return badText(field, 'an array of tools', list);
  const tools: ToolParts[] = [];
  for (const [index, item] of list.entries()) {
    const tool = readTool(item, itemPath(field, index));
    if (!tool.ok) return tool;
    tools.push(tool.value);
  }
  return ok(tools);
}

function readTool(item: JsonValue, path: string): Result<ToolParts> {
  if (!isJsonObject(item)) return badText(path, 'an object', item);
  const [definition, at] = definitionOf(item, path);
  const type = definition === item && item['type'] !== 'function' ? item['type'] : undefined;
  const name = definition['name'] ?? type;
  if (typeof name !== 'string') return badField(`${at}.name`, 'the name of the tool', name);
  const description = definition['description'] ?? '';
  if (typeof description !== 'string') return badText(`${at}.description`, 'a string', description);
  const parameters = keptSchema(definition['parameters'] ?? definition['input_schema']);
  return ok({
    name,
    description,
    ...(parameters === undefined ? {} : { parameters }),
    tokens: tokensOfJson(definition),
  });
}

/** The object that carries the name, and its path. */
function definitionOf(item: JsonObject, path: string): readonly [JsonObject, string] {
  for (const key of ['function', 'custom']) {
    const nested = item[key];
    if (isJsonObject(nested)) return [nested, `${path}.${key}`];
  }
  return [item, path];
}
