import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MessageReader } from '../../../../src/extproc/wire/message-reader.js';
import { decodeProcessingRequest } from '../../../../src/extproc/wire/processing-request.js';
import { loadServiceDefinitions } from '../../../extproc/service-definitions.js';
import type { ProcessingRequest } from '../../../extproc/gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import { defineTarget } from '../fuzz-target.js';
import { chunksOf, cuts, damaged } from '../grammar/damaged-bytes.js';
import { proxyMessage } from '../grammar/proxy-messages.js';

const { Process } = loadServiceDefinitions().externalProcessor;

export const wireMessagesTarget = defineTarget({
  name: 'wire-messages',
  claim:
    "Messages of Envoy's filter are read as protobuf's own reader reads them, or refused with an error where they are damaged; gRPC's frames come out the same however they are cut.",
  weight: 8,
  arbitrary: fc.record({
    bytes: damaged(proxyMessage.map((message) => Process.requestSerialize(message as ProcessingRequest))),
    cuts,
  }),
  prepare:
    () =>
    ({ bytes, cuts: places }) => {
      const [ours, reference] = [
        attempt(() => decodeProcessingRequest(bytes)),
        attempt(() => Process.requestDeserialize(bytes)),
      ];
      // The reference takes damaged fields for whole ones where protobuf says that they are unknown.
      if (reference !== undefined && Process.requestSerialize(reference).equals(bytes)) {
        assert.ok(ours !== undefined, 'a sound message is refused');
        assert.equal(ours.part, reference.request);
        const { request_body: request, response_body: response } = reference;
        assert.deepEqual(Buffer.from(ours.body), Buffer.from((request ?? response)?.body ?? ''));
        const shown = request ?? response ?? reference.request_headers ?? reference.response_headers;
        assert.equal(ours.endOfStream, shown?.end_of_stream === true);
      }
      const frames = Buffer.concat([framed(bytes), framed(Buffer.alloc(0)), framed(bytes)]);
      assert.deepEqual(messagesIn(chunksOf(frames, places)), [bytes, Buffer.alloc(0), bytes]);
    },
});

/** What is no message must be an error, and nothing worse. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof Error);
    return undefined;
  }
}

function framed(message: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

function messagesIn(chunks: readonly Buffer[]): readonly Buffer[] {
  const reader = new MessageReader(1_048_576);
  const messages: Buffer[] = [];
  for (const chunk of chunks) {
    // Read at once: the reader may use its memory again.
    reader.push(chunk, (message) => messages.push(Buffer.from(message)));
  }
  return messages;
}
