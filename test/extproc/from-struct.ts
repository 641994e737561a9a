import type { StructObject, StructValue } from '../../src/extproc/wire/struct.js';
import type { Struct__Output } from './gen/google/protobuf/Struct.js';
import type { Value__Output } from './gen/google/protobuf/Value.js';

/** Undoes `toStruct`. */
export function fromStruct(struct: Struct__Output | undefined): StructObject {
  return Object.fromEntries(
    Object.entries(struct?.fields ?? {}).map(([key, value]) => [key, fromValue(value)]),
  );
}

function fromValue(value: Value__Output): StructValue {
  if (value.structValue !== undefined) return fromStruct(value.structValue);
  if (value.listValue !== undefined) return (value.listValue.values ?? []).map(fromValue);
  return value.stringValue ?? value.numberValue ?? value.boolValue ?? null;
}
