import { isUtf8 } from 'node:buffer';
import { fail, ok, type Result } from '../errors.js';
import { placeOfJsonError } from './json-error-place.js';
import { nestsDeeperThan } from './json-scan.js';
import { isJsonObject, kindOf, type JsonObject, type JsonValue } from './json-value.js';

/** What a body may cost us; the fields of `spec.limits` in the RouterPolicy. */
export interface BodyLimits {
  /** Deepest nesting of arrays and objects. */
  readonly maxDepth: number;
  /** Largest body in bytes. */
  readonly maxBodyBytes: number;
}

/**
 * The JSON object that a body holds. Of a repeated key the last value counts, as in the parsers of the upstreams; a
 * `__proto__` key is an ordinary member. Never throws, and its messages never quote the body.
 */
export function parseJsonObject(body: Buffer, limits: BodyLimits): Result<JsonObject> {
  if (body.length === 0) return fail('body_missing', 'The request has no body; send a JSON object.');
  if (body.length > limits.maxBodyBytes) {
    const size = `${body.length} bytes, the limit is ${limits.maxBodyBytes}`;
    return fail(
      'body_too_large',
      `The body is too large (${size}); send less, or raise spec.limits.maxBodyBytes.`,
    );
  }
  if (!isUtf8(body)) {
    return fail(
      'body_not_utf8',
      'The body is not valid UTF-8; encode it as UTF-8 and name any content-encoding.',
    );
  }
  const text = body.toString('utf8');
  // Before parsing: millions of nested arrays cost JSON.parse seconds and hundreds of megabytes.
  if (nestsDeeperThan(text, limits.maxDepth)) {
    const remedy = 'flatten it, or raise spec.limits.maxDepth.';
    return fail('body_too_deep', `The body nests deeper than ${limits.maxDepth} levels; ${remedy}`);
  }
  return parseText(text);
}

function parseText(text: string): Result<JsonObject> {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    const { line, column } = placeOfJsonError(text);
    return fail('body_not_json', `The body is not valid JSON: see line ${line}, column ${column}.`);
  }
  if (isJsonObject(value)) return ok(value);
  return fail('field_invalid', `The body must be a JSON object, not ${kindOf(value)}.`);
}
