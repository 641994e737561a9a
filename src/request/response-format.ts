import { ok, type Result } from '../errors.js';
import { badField, badText } from './fields.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
import { keptSchema } from './kept-schema.js';
import type { FormatParts } from './request-parts.js';

/**
 * Reads `{type: text | json_object | json_schema}` with its schema, which stands under `json_schema` (chat completions)
 * or beside the type (Responses, Anthropic). Absent, null and types that we do not know (vLLM has several) are `text`:
 * they ask for no JSON that we could promise.
 */
export function readResponseFormat(format: JsonValue | undefined, path: string): Result<FormatParts> {
  if (format === undefined || format === null) return ok({ responseFormat: 'text' });
  if (!isJsonObject(format)) return badText(path, 'an object with a "type"', format);
  const type = format['type'];
  if (typeof type !== 'string')
    return badField(`${path}.type`, '"text", "json_object" or "json_schema"', type);
  if (type === 'json_object') return ok({ responseFormat: type });
  if (type !== 'json_schema') return ok({ responseFormat: 'text' });
  const responseSchema = keptSchema(schemaOf(format));
  return ok({ responseFormat: type, ...(responseSchema === undefined ? {} : { responseSchema }) });
}

function schemaOf(format: JsonObject): JsonValue | undefined {
  const nested = format['json_schema'];
  return isJsonObject(nested) ? nested['schema'] : format['schema'];
}
