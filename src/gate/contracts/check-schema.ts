import { createHash } from 'node:crypto';
import type { JsonValue } from '../../request/json-value.js';
import { compileSchema, type SchemaValidator } from './schema-validator.js';

/** Compiled schemas that are kept; the one that was compiled first goes first. */
const MAX_COMPILED = 256;
/** Longest schema that is compiled, as JSON. */
const MAX_SCHEMA_CHARS = 131_072;

const compiled = new Map<string, SchemaValidator | undefined>();

/**
 * Whether a value keeps to a JSON Schema; `undefined` where that cannot be said: the schema is none, too long, or takes
 * too long. Formats, and patterns that RE2 does not know, are not looked at. Never throws.
 */
export function keepsSchema(schema: unknown, value: unknown): boolean | undefined {
  const text = textOf(schema);
  if (text === undefined || text.length > MAX_SCHEMA_CHARS) return undefined;
  return validatorOf(schema as JsonValue, text)?.(value);
}

function textOf(schema: unknown): string | undefined {
  try {
    return JSON.stringify(schema);
  } catch {
    return undefined;
  }
}

function validatorOf(schema: JsonValue, text: string): SchemaValidator | undefined {
  const key = createHash('sha256').update(text).digest('base64');
  if (compiled.has(key)) return compiled.get(key);
  const validator = compileSchema(schema, text);
  const [oldest] = compiled.keys();
  if (oldest !== undefined && compiled.size >= MAX_COMPILED) compiled.delete(oldest);
  compiled.set(key, validator);
  return validator;
}
