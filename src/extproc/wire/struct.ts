import { delimited, double, type Reader, readNested, varint, type Writer } from './protobuf.js';

/** What a `google.protobuf.Struct` can hold: what JSON can. */
export type StructValue = null | boolean | number | string | readonly StructValue[] | StructObject;
export interface StructObject {
  readonly [key: string]: StructValue;
}

/** Structs by name, as metadata is by namespace. */
export type Structs = Readonly<Record<string, StructObject>>;

/** Deeper ones are refused; Envoy's own metadata has three. */
const MOST_DEPTH = 64;

/**
 * Reads the struct that comes next, inside a message that ends at `outerEnd`. Its object has no prototype: a name may be
 * anything.
 *
 * @throws {RangeError} or another Error for what is no struct
 */
export function readStruct(reader: Reader, outerEnd: number, depth = 0): StructObject {
  const object = Object.create(null) as Record<string, StructValue>;
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) {
      readEntry(reader, end, (key, entryEnd) => {
        object[key] = readValue(reader, entryEnd, depth + 1);
      });
    }
  });
  return object;
}

/** Reads the entry of a `map<string, Struct>` that comes next into `structs`, when its name is wanted. */
export function readNamed(
  reader: Reader,
  outerEnd: number,
  structs: Record<string, StructObject>,
  isWanted: (name: string) => boolean = () => true,
): void {
  readEntry(reader, outerEnd, (name, end) => {
    if (isWanted(name)) structs[name] = readStruct(reader, end);
  });
}

/** Reads the entry of a map: its key, and by `readIt` its message. Every writer of protobuf writes the key first. */
function readEntry(reader: Reader, outerEnd: number, readIt: (key: string, end: number) => void): void {
  let key = '';
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) key = reader.string();
    else if (tag === delimited(2)) readIt(key, end);
  });
}

function readValue(reader: Reader, outerEnd: number, depth: number): StructValue {
  if (depth > MOST_DEPTH) throw new RangeError(`a struct is more than ${MOST_DEPTH} deep`);
  let value: StructValue = null;
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === double(2)) value = reader.double();
    else if (tag === delimited(3)) value = reader.string();
    else if (tag === varint(4)) value = reader.bool();
    else if (tag === delimited(5)) value = readStruct(reader, end, depth);
    else if (tag === delimited(6)) value = readList(reader, end, depth);
  });
  return value;
}

function readList(reader: Reader, outerEnd: number, depth: number): StructValue[] {
  const list: StructValue[] = [];
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) list.push(readValue(reader, end, depth + 1));
  });
  return list;
}

export function writeStruct(writer: Writer, object: StructObject): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    writer.uint32(delimited(1)).fork();
    writer.uint32(delimited(1)).string(key);
    writer.uint32(delimited(2)).fork();
    writeValue(writer, value);
    writer.ldelim().ldelim();
  }
}

function writeValue(writer: Writer, value: StructValue): void {
  if (typeof value === 'string') writer.uint32(delimited(3)).string(value);
  else if (typeof value === 'number') writer.uint32(double(2)).double(value);
  else if (typeof value === 'boolean') writer.uint32(varint(4)).bool(value);
  else if (value === null) writer.uint32(varint(1)).uint32(0);
  else if (isList(value)) {
    writer.uint32(delimited(6)).fork();
    for (const item of value) {
      writer.uint32(delimited(1)).fork();
      writeValue(writer, item);
      writer.ldelim();
    }
    writer.ldelim();
  } else {
    writer.uint32(delimited(5)).fork();
    writeStruct(writer, value);
    writer.ldelim();
  }
}

function isList(value: readonly StructValue[] | StructObject): value is readonly StructValue[] {
  return Array.isArray(value);
}

/** The string of this name; `undefined` when there is none. */
export function textOf(struct: StructObject | undefined, name: string): string | undefined {
  const value = struct?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** The number of this name; `undefined` when there is none. */
export function numberOf(struct: StructObject | undefined, name: string): number | undefined {
  const value = struct?.[name];
  return typeof value === 'number' ? value : undefined;
}
