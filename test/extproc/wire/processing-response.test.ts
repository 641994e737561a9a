import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  constant,
  encodeProcessingResponse,
  type ProcessingResponse,
} from '../../../src/extproc/wire/processing-response.js';
import { PREFIX_BYTES } from '../../../src/extproc/wire/protobuf.js';
import { fromStruct } from '../from-struct.js';
import type { ProcessingResponse__Output } from '../gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import { loadServiceDefinitions } from '../service-definitions.js';
import { structs, withoutPrototypes } from './struct-values.js';

const { responseDeserialize } = loadServiceDefinitions().externalProcessor.Process;

const text = fc.string({ unit: 'grapheme' }).map((value) => Buffer.from(value).toString());
const body = fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const headerMutation = fc.record({
  set_headers: fc.array(
    fc.record({
      header: fc.record({ key: text, raw_value: text }),
      append_action: fc.constant('OVERWRITE_IF_EXISTS_OR_ADD' as const),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  remove_headers: fc.array(text, { minLength: 1, maxLength: 3 }),
});
const common = fc.record(
  {
    status: fc.constantFrom('CONTINUE' as const, 'CONTINUE_AND_REPLACE' as const),
    header_mutation: headerMutation,
    body_mutation: fc.record({ body }),
    clear_route_cache: fc.constant(true),
  },
  { requiredKeys: ['status'] },
);
const headerMode = fc.constantFrom('DEFAULT' as const, 'SEND' as const, 'SKIP' as const);
const mode = fc.record({
  ...{ request_header_mode: headerMode, response_header_mode: headerMode },
  ...{ request_trailer_mode: headerMode, response_trailer_mode: headerMode },
  ...{ request_body_mode: fc.constant('NONE' as const), response_body_mode: fc.constant('NONE' as const) },
});
const immediate = fc.record({
  status: fc.record({ code: fc.constantFrom(299, 418, 599) }),
  ...{ headers: headerMutation, body, details: text },
});
const answer: fc.Arbitrary<ProcessingResponse> = fc.oneof(
  fc
    .tuple(fc.constantFrom('request_headers', 'response_headers', 'request_body', 'response_body'), common)
    .map(([part, response]) => ({ [part]: { response } })),
  fc.constantFrom({ request_trailers: {} }, { response_trailers: {} }),
  immediate.map((immediate_response) => ({ immediate_response })),
  fc.nat(600).map((seconds) => ({ override_message_timeout: { seconds } })),
);

/** As the official reader reads it, in the shape of what was written. */
function received(frame: Buffer): unknown {
  assert.equal(frame[0], 0);
  assert.equal(frame.readUInt32BE(1), frame.length - PREFIX_BYTES);
  const message = responseDeserialize(frame.subarray(PREFIX_BYTES));
  // The loader names the member of each `oneof`.
  return JSON.parse(
    JSON.stringify({ ...message, dynamic_metadata: undefined }, (key, value: unknown) =>
      (key === 'response' || key === 'mutation') && typeof value === 'string' ? undefined : value,
    ),
  );
}

function metadataIn(frame: Buffer): unknown {
  const message: ProcessingResponse__Output = responseDeserialize(frame.subarray(PREFIX_BYTES));
  return withoutPrototypes(fromStruct(message.dynamic_metadata));
}

/** `raw_value` is bytes to the official reader. */
function expected(response: ProcessingResponse): unknown {
  return JSON.parse(
    JSON.stringify({ ...response, dynamic_metadata: undefined }, (key, value: unknown) =>
      key === 'raw_value' ? Buffer.from(value as string).toJSON() : value,
    ),
  );
}

describe('encodeProcessingResponse', () => {
  it('writes every field so that the official reader reads it', () => {
    fc.assert(
      fc.property(answer, structs, fc.option(mode, { nil: undefined }), (part, metadata, override) => {
        const response: ProcessingResponse = {
          ...part,
          dynamic_metadata: metadata,
          ...(override && { mode_override: override }),
        };
        const frame = encodeProcessingResponse(response);
        assert.deepEqual(received(frame), expected(response));
        assert.deepEqual(metadataIn(frame), withoutPrototypes(metadata));
      }),
    );
  });

  it('encodes a constant once', () => {
    const response = constant({ request_body: { response: { status: 'CONTINUE' } } });
    assert.equal(encodeProcessingResponse(response), encodeProcessingResponse(response));
  });
});
