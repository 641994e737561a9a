/** A JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a JSON text holds; undefined for any other text. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value as an object; an empty one when it is something else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a list; an empty one when it is something else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The smallest value that a JSON Schema describes: required properties only, the first of an `enum`. */
export function sampleOf(schema: unknown): unknown {
  const { type, enum: choices, properties, required } = objectOf(schema);
  if (Array.isArray(choices)) return choices[0];
  if (type === 'object' || isObject(properties)) {
    const names = listOf(required).filter((name) => typeof name === 'string');
    return Object.fromEntries(names.map((name) => [name, sampleOf(objectOf(properties)[name])]));
  }
  if (type === 'array') return [];
  if (type === 'number' || type === 'integer') return 1;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return 'sample';
}
