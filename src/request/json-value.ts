/** What `JSON.parse` can give. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object. Read only its own members: a key may be any string, `__proto__` included. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Longest string that an error message quotes, in UTF-16 units. */
const MAX_QUOTED = 40;

/** The kind of a value with its article, such as `an array`; never shows its content, which may be prompt text. */
export function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isJsonArray(value)) return value.length === 0 ? 'an empty array' : 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** A value for an error message: numbers, booleans and the start of a string; of the rest only the kind. */
export function quoted(value: JsonValue | undefined): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return kindOf(value);
  return JSON.stringify(value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value);
}

/**
 * Length that a value has as compact JSON, in UTF-16 units, escapes left out; what `JSON.stringify(value).length`
 * would say without building the text. Uses no call stack, so any nesting is fine.
 */
export function jsonLength(value: JsonValue | undefined): number {
  const pending: (JsonValue | undefined)[] = [value];
  let length = 0;
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'string') length += next.length + 2;
    else if (isJsonArray(next)) {
      length += 1 + Math.max(1, next.length);
      for (const item of next) pending.push(item);
    } else if (isJsonObject(next)) {
      const keys = Object.keys(next);
      length += 1 + Math.max(1, keys.length);
      for (const key of keys) {
        length += key.length + 3;
        pending.push(next[key]);
      }
    } else if (next !== undefined) length += String(next).length;
  }
  return length;
}
