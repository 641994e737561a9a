import { ok, type Result } from '../errors.js';
import { badField, badText } from './fields.js';
import { isJsonObject, type JsonValue } from './json-value.js';
import type { ResponseFormat } from './request-view.js';

/**
 * Reads `{type: text | json_object | json_schema}`. Absent, null and types that we do not know (vLLM has several) are
 * `text`: they ask for no JSON that we could promise.
 */
export function readResponseFormat(format: JsonValue | undefined, path: string): Result<ResponseFormat> {
  if (format === undefined || format === null) return ok('text');
  if (!isJsonObject(format)) return badText(path, 'an object with a "type"', format);
  const type = format['type'];
  if (typeof type !== 'string')
    return badField(`${path}.type`, '"text", "json_object" or "json_schema"', type);
  return ok(type === 'json_object' || type === 'json_schema' ? type : 'text');
}
