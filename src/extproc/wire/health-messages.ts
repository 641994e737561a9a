import { delimited, frame, readerOf, readFields, varint, type Writer } from './protobuf.js';

/** `grpc.health.v1.HealthCheckResponse.ServingStatus`, by number. */
const STATES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;
export type HealthState = (typeof STATES)[number];

/**
 * The service that a `HealthCheckRequest` asks for; empty for the server as a whole.
 *
 * @throws {RangeError} or another Error for what is no such message
 */
export function decodeHealthCheck(message: Buffer): string {
  const reader = readerOf(message);
  let service = '';
  readFields(reader, message.length, (tag) => {
    if (tag === delimited(1)) service = reader.string();
  });
  return service;
}

/** A `HealthCheckResponse` with gRPC's prefix. */
export function encodeHealth(state: HealthState): Buffer {
  return frame((writer) => {
    writeState(writer, state);
  });
}

/** A `HealthListResponse` with gRPC's prefix. */
export function encodeHealthList(states: Readonly<Record<string, HealthState>>): Buffer {
  return frame((writer) => {
    for (const [service, state] of Object.entries(states)) {
      writer.uint32(delimited(1)).fork();
      writer.uint32(delimited(1)).string(service);
      writer.uint32(delimited(2)).fork();
      writeState(writer, state);
      writer.ldelim().ldelim();
    }
  });
}

function writeState(writer: Writer, state: HealthState): void {
  writer.uint32(varint(1)).uint32(STATES.indexOf(state));
}
