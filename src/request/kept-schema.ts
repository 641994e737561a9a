import { isJsonObject, jsonLength, type JsonValue } from './json-value.js';
import { MAX_SCHEMA_CHARS } from './request-view.js';

/** A JSON Schema that is worth keeping: an object or a boolean, and not over {@link MAX_SCHEMA_CHARS}. */
export function keptSchema(schema: JsonValue | undefined): JsonValue | undefined {
  if (typeof schema === 'boolean') return schema;
  return isJsonObject(schema) && jsonLength(schema) <= MAX_SCHEMA_CHARS ? schema : undefined;
}
