import { delimited, type Reader, readerOf, readFields, readNested, varint } from './protobuf.js';
import { readNamed, type StructObject, type Structs } from './struct.js';

/** What is read of `envoy.data.accesslog.v3.HTTPAccessLogEntry`; see `protos/`. Times are in milliseconds. */
export interface AccessLogEntry {
  /** Of `AccessLogType`; 0 when the entry does not say. */
  readonly type: number;
  readonly requestId: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly details: string;
  /** The names of the flags that are set. */
  readonly flags: readonly string[];
  readonly cluster: string;
  readonly attempts: number;
  readonly startTime: number;
  readonly firstByteMs: number | undefined;
  readonly lastByteMs: number | undefined;
  readonly durationMs: number | undefined;
  /** By namespace, of those that were asked for. */
  readonly metadata: Structs;
}

type Draft = { -readonly [K in keyof AccessLogEntry]: AccessLogEntry[K] };

/** Fields of `ResponseFlags` by number. */
const FLAGS: Readonly<Record<number, string>> = {
  1: 'failed_local_healthcheck',
  2: 'no_healthy_upstream',
  3: 'upstream_request_timeout',
  4: 'local_reset',
  5: 'upstream_remote_reset',
  6: 'upstream_connection_failure',
  7: 'upstream_connection_termination',
  8: 'upstream_overflow',
  9: 'no_route_found',
  10: 'delay_injected',
  11: 'fault_injected',
  12: 'rate_limited',
  14: 'rate_limit_service_error',
  15: 'downstream_connection_termination',
  16: 'upstream_retry_limit_exceeded',
  17: 'stream_idle_timeout',
  18: 'invalid_envoy_request_headers',
  19: 'downstream_protocol_error',
  20: 'upstream_max_stream_duration_reached',
  21: 'response_from_cache_filter',
  22: 'no_filter_config_found',
  23: 'duration_timeout',
  24: 'upstream_protocol_error',
  25: 'no_cluster_found',
  26: 'overload_manager',
  27: 'dns_resolution_failure',
  28: 'downstream_remote_reset',
};

const NO_FLAGS: readonly string[] = [];
const NO_METADATA: Structs = {};

type IsWanted = (namespace: string) => boolean;

/**
 * Reads the entries of a `StreamAccessLogsMessage`.
 *
 * @param isWanted whether metadata of a namespace is read
 * @throws {RangeError} or another Error for what is no such message
 */
export function decodeAccessLog(message: Buffer, isWanted: IsWanted): AccessLogEntry[] {
  const reader = readerOf(message);
  const entries: AccessLogEntry[] = [];
  readFields(reader, message.length, (batch, end) => {
    if (batch !== delimited(2)) return;
    readNested(reader, end, (tag, entriesEnd) => {
      if (tag === delimited(1)) entries.push(readEntry(reader, entriesEnd, isWanted));
    });
  });
  return entries;
}

function readEntry(reader: Reader, outerEnd: number, isWanted: IsWanted): AccessLogEntry {
  const draft: Draft = {
    type: 0,
    requestId: '',
    status: 0,
    details: '',
    flags: NO_FLAGS,
    cluster: '',
    attempts: 0,
    startTime: 0,
    firstByteMs: undefined,
    lastByteMs: undefined,
    durationMs: undefined,
    metadata: NO_METADATA,
  };
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) readCommon(reader, end, draft, isWanted);
    else if (tag === delimited(3)) readRequest(reader, end, draft);
    else if (tag === delimited(4)) readResponse(reader, end, draft);
  });
  return draft;
}

/** `AccessLogCommon`. */
function readCommon(reader: Reader, outerEnd: number, draft: Draft, isWanted: IsWanted): void {
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(5)) draft.startTime = readTime(reader, end);
    else if (tag === delimited(11)) draft.firstByteMs = readTime(reader, end);
    else if (tag === delimited(12)) draft.lastByteMs = readTime(reader, end);
    else if (tag === delimited(15)) draft.cluster = reader.string();
    else if (tag === delimited(16)) draft.flags = readFlags(reader, end);
    else if (tag === delimited(17)) draft.metadata = readMetadata(reader, end, isWanted);
    else if (tag === delimited(23)) draft.durationMs = readTime(reader, end);
    else if (tag === varint(24)) draft.attempts = reader.uint32();
    else if (tag === varint(33)) draft.type = reader.uint32();
  });
}

/** A `Duration` or a `Timestamp`, in milliseconds: proto3 leaves zeros out. */
function readTime(reader: Reader, outerEnd: number): number {
  let seconds = 0;
  let nanos = 0;
  readNested(reader, outerEnd, (tag) => {
    if (tag === varint(1)) seconds = readInt64(reader);
    else if (tag === varint(2)) nanos = reader.int32();
  });
  return seconds * 1e3 + nanos / 1e6;
}

/** Exact up to 2^53. `Number` of what the reader gives would go by way of a decimal string. */
function readInt64(reader: Reader): number {
  const { high, low } = reader.int64();
  return high * 2 ** 32 + (low >>> 0);
}

function readFlags(reader: Reader, outerEnd: number): string[] {
  const flags: string[] = [];
  readNested(reader, outerEnd, (tag) => {
    const name = (tag & 7) === 0 ? FLAGS[tag >>> 3] : undefined;
    if (name !== undefined && reader.bool()) flags.push(name);
  });
  return flags;
}

function readMetadata(reader: Reader, outerEnd: number, isWanted: IsWanted): Structs {
  const structs = Object.create(null) as Record<string, StructObject>;
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) readNamed(reader, end, structs, isWanted);
  });
  return structs;
}

/** `HTTPRequestProperties`. */
function readRequest(reader: Reader, outerEnd: number, draft: Draft): void {
  readNested(reader, outerEnd, (tag) => {
    if (tag === delimited(9)) draft.requestId = reader.string();
  });
}

/** `HTTPResponseProperties`; the status is a `UInt32Value`. */
function readResponse(reader: Reader, outerEnd: number, draft: Draft): void {
  readNested(reader, outerEnd, (tag, end) => {
    if (tag === delimited(1)) {
      readNested(reader, end, (inner) => {
        if (inner === varint(1)) draft.status = reader.uint32();
      });
    } else if (tag === delimited(6)) draft.details = reader.string();
  });
}
