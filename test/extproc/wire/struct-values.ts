import fc from 'fast-check';
import type { StructObject, StructValue } from '../../../src/extproc/wire/struct.js';

const name = fc.oneof(fc.string(), fc.constantFrom('decision', 'dragoman.usage', 'constructor', 'é'));

/** Any object that a `google.protobuf.Struct` can hold; `__proto__` is no own member of an object that a test writes. */
export const structObject: fc.Arbitrary<StructObject> = fc
  .dictionary(
    name.filter((key) => key !== '__proto__'),
    jsonValue(),
    { maxKeys: 4 },
  )
  .map((object) => ({ ...object }));

/** Structs by namespace. */
export const structs: fc.Arbitrary<Readonly<Record<string, StructObject>>> = fc
  .dictionary(fc.constantFrom('dragoman', 'dragoman.chain', 'other'), structObject)
  .map((object) => ({ ...object }));

function jsonValue(): fc.Arbitrary<StructValue> {
  return fc.jsonValue({ maxDepth: 3 }).map((value) => plain(value as StructValue));
}

/** JSON knows no -0 and no lone surrogates in protobuf; both are told apart by `deepEqual`. */
function plain(value: StructValue): StructValue {
  if (typeof value === 'string') return Buffer.from(value).toString();
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (Array.isArray(value)) return (value as readonly StructValue[]).map(plain);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as StructObject).filter(([key]) => key !== '__proto__');
    return Object.fromEntries(entries.map(([key, inner]) => [Buffer.from(key).toString(), plain(inner)]));
  }
  return value;
}

/** A copy with plain objects, to compare with what has none. */
export function withoutPrototypes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
