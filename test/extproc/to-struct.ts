import type { Struct } from './gen/google/protobuf/Struct.js';
import type { Value } from './gen/google/protobuf/Value.js';
import type { StructObject, StructValue } from '../../src/extproc/wire/struct.js';

// proto-loader brings its own Struct, whose fields are in camelCase whatever `keepCase` says; snake_case is dropped.

/** A struct in the shape that proto-loader encodes. */
export function toStruct(object: StructObject): Struct {
  const fields: Record<string, Value> = {};
  for (const [key, value] of Object.entries(object)) fields[key] = toValue(value);
  return { fields };
}

function toValue(value: StructValue): Value {
  if (value === null) return { nullValue: 'NULL_VALUE' };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (isList(value)) return { listValue: { values: value.map(toValue) } };
  return { structValue: toStruct(value) };
}

function isList(value: readonly StructValue[] | StructObject): value is readonly StructValue[] {
  return Array.isArray(value);
}
