import type { BodyMode, Part } from './processing-request.js';
import { delimited, frame, varint, type Writer } from './protobuf.js';
import { type StructObject, writeStruct } from './struct.js';

/** What is written of `envoy.service.ext_proc.v3.ProcessingResponse`, with the names of `protos/`. */
export interface ProcessingResponse {
  readonly request_headers?: PartResponse;
  readonly response_headers?: PartResponse;
  readonly request_body?: PartResponse;
  readonly response_body?: PartResponse;
  readonly request_trailers?: Readonly<Record<string, never>>;
  readonly response_trailers?: Readonly<Record<string, never>>;
  readonly immediate_response?: ImmediateResponse;
  /** By namespace. */
  readonly dynamic_metadata?: StructObject;
  readonly mode_override?: ProcessingMode;
  readonly override_message_timeout?: { readonly seconds: number };
}

export interface PartResponse {
  readonly response: CommonResponse;
}

export interface CommonResponse {
  readonly status: 'CONTINUE' | 'CONTINUE_AND_REPLACE';
  readonly header_mutation?: HeaderMutation;
  readonly body_mutation?: { readonly body: Buffer };
  readonly clear_route_cache?: boolean;
}

export interface HeaderMutation {
  readonly set_headers?: readonly HeaderValueOption[];
  readonly remove_headers?: readonly string[];
}

export interface HeaderValueOption {
  /** `raw_value` travels as UTF-8. */
  readonly header: { readonly key: string; readonly raw_value: string };
  readonly append_action: 'OVERWRITE_IF_EXISTS_OR_ADD';
}

export interface ImmediateResponse {
  readonly status: { readonly code: number };
  readonly headers?: HeaderMutation;
  readonly body: Buffer;
  readonly details: string;
}

type HeaderMode = 'DEFAULT' | 'SEND' | 'SKIP';

export interface ProcessingMode {
  readonly request_header_mode: HeaderMode;
  readonly response_header_mode: HeaderMode;
  readonly request_body_mode: Extract<BodyMode, 'NONE'>;
  readonly response_body_mode: Extract<BodyMode, 'NONE'>;
  readonly request_trailer_mode: HeaderMode;
  readonly response_trailer_mode: HeaderMode;
}

const FIELD_OF_PART: Readonly<Record<Part, number>> = {
  ...{ request_headers: 1, response_headers: 2, request_body: 3, response_body: 4 },
  ...{ request_trailers: 5, response_trailers: 6 },
};
const PARTS = Object.entries(FIELD_OF_PART) as readonly (readonly [Part, number])[];

const HEADER_MODES: readonly HeaderMode[] = ['DEFAULT', 'SEND', 'SKIP'];

/** `NONE`, the only body mode that is asked for. */
const NO_BODY_MODE = 0;

const OVERWRITE_IF_EXISTS_OR_ADD = 2;

const constants = new WeakMap<ProcessingResponse, Buffer>();

/** Marks a response that is sent again and again: it is encoded once. */
export function constant(response: ProcessingResponse): ProcessingResponse {
  constants.set(response, encode(response));
  return response;
}

/** The message with gRPC's prefix. */
export function encodeProcessingResponse(response: ProcessingResponse): Buffer {
  return constants.get(response) ?? encode(response);
}

function encode(response: ProcessingResponse): Buffer {
  return frame((writer) => {
    for (const [part, field] of PARTS) {
      const answer = response[part];
      if (answer === undefined) continue;
      writer.uint32(delimited(field)).fork();
      if ('response' in answer) writeCommon(writer, answer.response);
      writer.ldelim();
    }
    const { immediate_response: immediate, dynamic_metadata: metadata, mode_override: mode } = response;
    if (immediate !== undefined) writeImmediate(writer, immediate);
    if (metadata !== undefined) {
      writer.uint32(delimited(8)).fork();
      writeStruct(writer, metadata);
      writer.ldelim();
    }
    if (mode !== undefined) writeMode(writer, mode);
    if (response.override_message_timeout !== undefined) {
      writer.uint32(delimited(10)).fork();
      writer.uint32(varint(1)).uint32(response.override_message_timeout.seconds);
      writer.ldelim();
    }
  });
}

/** As the field `response` of the message around it. */
function writeCommon(writer: Writer, common: CommonResponse): void {
  writer.uint32(delimited(1)).fork();
  writer.uint32(varint(1)).uint32(common.status === 'CONTINUE' ? 0 : 1);
  if (common.header_mutation !== undefined) writeHeaderMutation(writer, 2, common.header_mutation);
  if (common.body_mutation !== undefined) {
    writer.uint32(delimited(3)).fork();
    writer.uint32(delimited(1)).bytes(common.body_mutation.body);
    writer.ldelim();
  }
  if (common.clear_route_cache === true) writer.uint32(varint(5)).bool(true);
  writer.ldelim();
}

function writeHeaderMutation(writer: Writer, field: number, mutation: HeaderMutation): void {
  writer.uint32(delimited(field)).fork();
  for (const { header } of mutation.set_headers ?? []) {
    writer.uint32(delimited(1)).fork();
    writer.uint32(delimited(1)).fork();
    writer.uint32(delimited(1)).string(header.key);
    writer.uint32(delimited(3)).string(header.raw_value);
    writer.ldelim();
    writer.uint32(varint(3)).uint32(OVERWRITE_IF_EXISTS_OR_ADD);
    writer.ldelim();
  }
  for (const name of mutation.remove_headers ?? []) writer.uint32(delimited(2)).string(name);
  writer.ldelim();
}

function writeImmediate(writer: Writer, immediate: ImmediateResponse): void {
  writer.uint32(delimited(7)).fork();
  writer.uint32(delimited(1)).fork();
  writer.uint32(varint(1)).uint32(immediate.status.code);
  writer.ldelim();
  if (immediate.headers !== undefined) writeHeaderMutation(writer, 2, immediate.headers);
  writer.uint32(delimited(3)).bytes(immediate.body);
  writer.uint32(delimited(5)).string(immediate.details);
  writer.ldelim();
}

function writeMode(writer: Writer, mode: ProcessingMode): void {
  writer.uint32(delimited(9)).fork();
  writer.uint32(varint(1)).uint32(HEADER_MODES.indexOf(mode.request_header_mode));
  writer.uint32(varint(2)).uint32(HEADER_MODES.indexOf(mode.response_header_mode));
  writer.uint32(varint(3)).uint32(NO_BODY_MODE).uint32(varint(4)).uint32(NO_BODY_MODE);
  writer.uint32(varint(5)).uint32(HEADER_MODES.indexOf(mode.request_trailer_mode));
  writer.uint32(varint(6)).uint32(HEADER_MODES.indexOf(mode.response_trailer_mode));
  writer.ldelim();
}
