import { fail, ok, type ErrorCode, type Result } from '../errors.js';
import { isJsonArray, kindOf, quoted, type JsonObject, type JsonValue } from './json-value.js';
import type { TokenLimit } from './request-parts.js';

/** `messages` and 2 make `messages[2]`. */
export function itemPath(path: string, index: number): string {
  return `${path}[${index}]`;
}

/** A field that is absent or of the wrong kind. */
export function badField(param: string, want: string, value: JsonValue | undefined): ReturnType<typeof fail> {
  const code: ErrorCode = value === undefined ? 'field_missing' : 'field_invalid';
  const got = value === undefined ? 'is missing' : `is ${quoted(value)}`;
  return fail(code, `"${param}" ${got}; send ${want}.`, param);
}

/** As {@link badField}, for fields that hold prompt text: names the value's kind and never quotes it. */
export function badText(param: string, want: string, value: JsonValue | undefined): ReturnType<typeof fail> {
  const code: ErrorCode = value === undefined ? 'field_missing' : 'field_invalid';
  const got = value === undefined ? 'is missing' : `is ${kindOf(value)}`;
  return fail(code, `"${param}" ${got}; send ${want}.`, param);
}

export function optionalString(from: JsonObject, name: string): Result<string | undefined> {
  const value = from[name];
  return value === undefined || typeof value === 'string' ? ok(value) : badField(name, 'a string', value);
}

/** `null` counts as absent, as upstreams take it. */
export function optionalBoolean(from: JsonObject, name: string): Result<boolean | undefined> {
  const value = from[name] ?? undefined;
  return value === undefined || typeof value === 'boolean'
    ? ok(value)
    : badField(name, 'true or false', value);
}

/**
 * The limit on the answer, a whole number of tokens, under the first of several names; all of them are checked.
 * @param names the name that wins first
 * @param least smallest value allowed
 */
export function readTokenLimit(
  from: JsonObject,
  names: readonly string[],
  least: number,
): Result<TokenLimit> {
  let limit: TokenLimit = {};
  for (const name of names) {
    const value = from[name] ?? undefined;
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
      return badField(name, `a whole number from ${least}`, value);
    }
    if (limit.maxTokens === undefined) limit = { maxTokens: value, maxTokensField: name };
  }
  return ok(limit);
}

/** Reads every item of a non-empty array and joins what the items give; the first problem wins. */
export function readItems<T>(
  value: JsonValue | undefined,
  path: string,
  read: (item: JsonValue, path: string) => Result<readonly T[]>,
): Result<readonly T[]> {
  if (!isJsonArray(value) || value.length === 0) return badText(path, 'an array that is not empty', value);
  const all: T[] = [];
  for (const [index, item] of value.entries()) {
    const part = read(item, itemPath(path, index));
    if (!part.ok) return part;
    for (const one of part.value) all.push(one);
  }
  return ok(all);
}
