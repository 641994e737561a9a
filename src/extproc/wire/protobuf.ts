import protobuf from 'protobufjs/minimal.js';

/** Reads and writes the wire format of protobuf: https://protobuf.dev/programming-guides/encoding/ */
export type Reader = protobuf.Reader;
export type Writer = protobuf.Writer;

/** Bytes before a gRPC message: whether it is compressed, and its length. */
export const PREFIX_BYTES = 5;

export function readerOf(message: Buffer): Reader {
  return protobuf.Reader.create(message);
}

/**
 * Reads a message up to `end`, field by field. What `take` does not read is skipped.
 *
 * @param take is given the tag of a field, whose value comes next, and where the message ends
 * @throws {RangeError} or another Error for what is no message
 */
export function readFields(reader: Reader, end: number, take: (tag: number, end: number) => void): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    const start = reader.pos;
    take(tag, end);
    if (reader.pos === start) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new RangeError(`a field ends at byte ${reader.pos}, its message at ${end}`);
}

/** {@link readFields} of a message whose length comes next, inside one that ends at `outerEnd`. */
export function readNested(reader: Reader, outerEnd: number, take: (tag: number, end: number) => void): void {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > outerEnd) throw new RangeError(`a message ends at byte ${end}, the one around it at ${outerEnd}`);
  readFields(reader, end, take);
}

/** A gRPC message, not compressed, with its prefix: what {@link Writer} is told to write. */
export function frame(write: (writer: Writer) => void): Buffer {
  // Five bytes of zeros, so that the message is not copied again for the sake of its prefix.
  const writer = protobuf.Writer.create().uint32(0).fixed32(0);
  write(writer);
  const bytes = writer.finish() as Buffer;
  bytes.writeUInt32BE(bytes.length - PREFIX_BYTES, 1);
  return bytes;
}

/** The tag of a field whose value has a length before it: a string, bytes or a message. */
export function delimited(field: number): number {
  return (field << 3) | 2;
}

/** The tag of a number or bool of variable length. */
export function varint(field: number): number {
  return field << 3;
}

/** The tag of a `double`. */
export function double(field: number): number {
  return (field << 3) | 1;
}
