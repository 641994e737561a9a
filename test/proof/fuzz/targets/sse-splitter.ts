import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AnswerStream } from '../../../../src/gate/reading/answer-stream.js';
import { SseReader } from '../../../../src/gate/reading/sse-reader.js';
import type { Endpoint } from '../../../../src/request/request-view.js';
import { defineTarget } from '../fuzz-target.js';
import { streamBytes } from '../grammar/answer-bytes.js';
import { chunksOf, cuts } from '../grammar/damaged-bytes.js';
import { ENDPOINT_PATHS } from '../grammar/request-body.js';
import { eventData } from '../reference/event-stream.js';

interface StreamInput {
  readonly endpoint: Endpoint;
  readonly bytes: Buffer;
  readonly cuts: readonly number[];
}

export const anEndpoint = fc.constantFrom(...(Object.keys(ENDPOINT_PATHS) as Endpoint[]));

const streamInput = anEndpoint.chain((endpoint) =>
  fc.record({ endpoint: fc.constant(endpoint), bytes: streamBytes(endpoint), cuts }),
);

export const sseSplitterTarget = defineTarget<StreamInput>({
  name: 'sse-splitter',
  claim:
    'An event stream gives the events that the specification says, however it is cut into chunks, a byte at a time included; and so does the answer that is read from it.',
  weight: 12,
  arbitrary: streamInput,
  prepare:
    () =>
    ({ endpoint, bytes, cuts: places }) => {
      const expected = eventData(bytes, true);
      const chunkings = [[bytes], chunksOf(bytes, places), bytesOf(bytes)];
      for (const chunks of chunkings) assert.deepEqual(eventsOf(chunks), expected);
      const [whole, ...others] = chunkings.map((chunks) => answerOf(endpoint, chunks));
      for (const other of others) assert.deepEqual(other, whole);
    },
});

/** Each byte by itself, of a stream that is not too long for that. */
function bytesOf(bytes: Buffer): readonly Buffer[] {
  return bytes.length > 2_000 ? [bytes] : Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
}

function eventsOf(chunks: readonly Buffer[]): readonly string[] {
  const reader = new SseReader();
  return [...chunks.flatMap((chunk) => [...reader.push(chunk)]), ...reader.end()];
}

function answerOf(endpoint: Endpoint, chunks: readonly Buffer[]): unknown {
  const stream = new AnswerStream(endpoint);
  for (const chunk of chunks) stream.push(chunk);
  stream.end();
  const { answer, tokens, hasToolCall, isFinished, isBroken, events } = stream;
  return { answer, tokens, hasToolCall, isFinished, isBroken, events };
}
