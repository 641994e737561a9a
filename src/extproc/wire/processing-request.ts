import { type HeaderMap, NO_HEADERS, readHeaderMap } from './header-map.js';
import { delimited, type Reader, readerOf, readFields, readNested, varint } from './protobuf.js';
import { readNamed, type StructObject, type Structs } from './struct.js';

/** The parts of an exchange that Envoy shows, by the names of the message's `oneof`; the place is the field's number. */
const PARTS = [
  ...[undefined, undefined],
  ...(['request_headers', 'response_headers', 'request_body', 'response_body'] as const),
  ...(['request_trailers', 'response_trailers'] as const),
] as const;
export type Part = Exclude<(typeof PARTS)[number], undefined>;

/** How the filter shows bodies, by number. */
const BODY_MODES = [
  ...(['NONE', 'STREAMED', 'BUFFERED', 'BUFFERED_PARTIAL'] as const),
  ...(['FULL_DUPLEX_STREAMED', 'GRPC'] as const),
] as const;
export type BodyMode = (typeof BODY_MODES)[number] | 'UNKNOWN';

/** What is read of `envoy.service.ext_proc.v3.ProcessingRequest`; see `protos/`. */
export interface ProcessingRequest {
  /** `undefined` for a part that is newer than our protos. */
  readonly part: Part | undefined;
  /** Of a message with headers. */
  readonly headers: HeaderMap;
  /** Of a message with a body, else empty. */
  readonly body: Buffer;
  readonly endOfStream: boolean;
  /** What other filters know, by namespace. */
  readonly metadata: Structs;
  /** What the filter's attributes ask for, by the filter's name. */
  readonly attributes: Structs;
  /** Only in the first message, and only from newer Envoys. */
  readonly requestBodyMode: BodyMode | undefined;
}

type Draft = { -readonly [K in keyof ProcessingRequest]: ProcessingRequest[K] };

const NO_BODY = Buffer.alloc(0);
const NO_STRUCTS: Structs = {};

/** @throws {RangeError} or another Error for what is no such message */
export function decodeProcessingRequest(message: Buffer): ProcessingRequest {
  const reader = readerOf(message);
  const draft: Draft = {
    part: undefined,
    headers: NO_HEADERS,
    body: NO_BODY,
    endOfStream: false,
    metadata: NO_STRUCTS,
    attributes: NO_STRUCTS,
    requestBodyMode: undefined,
  };
  readFields(reader, message.length, (tag, end) => {
    if (tag === delimited(8)) draft.metadata = readStructs(reader, end);
    else if (tag === delimited(9)) readNamed(reader, end, addable(draft));
    else if (tag === delimited(11)) draft.requestBodyMode = readBodyMode(reader, end);
    else if ((tag & 7) === 2) readPart(reader, PARTS[tag >>> 3], end, draft);
  });
  return draft;
}

/** The attributes come one by one. */
function addable(draft: Draft): Record<string, StructObject> {
  const attributes: Record<string, StructObject> =
    draft.attributes === NO_STRUCTS ? emptyStructs() : draft.attributes;
  draft.attributes = attributes;
  return attributes;
}

function readPart(reader: Reader, part: Part | undefined, outerEnd: number, draft: Draft): void {
  if (part === undefined) return;
  draft.part = part;
  if (part === 'request_headers' || part === 'response_headers') {
    readNested(reader, outerEnd, (tag, end) => {
      if (tag === delimited(1)) draft.headers = readHeaderMap(reader, end);
      else if (tag === varint(3)) draft.endOfStream = reader.bool();
    });
  } else if (part === 'request_body' || part === 'response_body') {
    readNested(reader, outerEnd, (tag) => {
      if (tag === delimited(1)) draft.body = keepable(reader.bytes() as Buffer);
      else if (tag === varint(2)) draft.endOfStream = reader.bool();
    });
  }
}

/** A body may be kept for long, and must not keep a much larger piece of what was read from the socket with it. */
function keepable(body: Buffer): Buffer {
  return body.buffer.byteLength > 2 * body.length ? Buffer.from(body) : body;
}

function readStructs(reader: Reader, outerEnd: number): Structs {
  const structs = emptyStructs();
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) readNamed(reader, end, structs);
  });
  return structs;
}

function emptyStructs(): Record<string, StructObject> {
  return Object.create(null) as Record<string, StructObject>;
}

function readBodyMode(reader: Reader, outerEnd: number): BodyMode {
  let mode: BodyMode = 'NONE';
  readNested(reader, outerEnd, (tag) => {
    if (tag === varint(1)) mode = BODY_MODES[reader.uint32()] ?? 'UNKNOWN';
  });
  return mode;
}
