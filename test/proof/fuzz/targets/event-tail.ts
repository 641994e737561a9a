import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readEvents } from '../../../../src/cli/tail/read-events.js';
import { defineTarget } from '../fuzz-target.js';
import { streamBytes } from '../grammar/answer-bytes.js';
import { chunksOf, cuts } from '../grammar/damaged-bytes.js';
import { eventData } from '../reference/event-stream.js';
import { anEndpoint } from './sse-splitter.js';

export const eventTailTarget = defineTarget({
  name: 'event-tail',
  claim:
    "`dragoman tail` reads the events of the admin port's stream as the specification says, however they are cut.",
  weight: 3,
  arbitrary: fc.record({ bytes: anEndpoint.chain(streamBytes), cuts }),
  prepare:
    () =>
    async ({ bytes, cuts: places }) => {
      const events: string[] = [];
      for await (const data of readEvents(ReadableStream.from(chunksOf(bytes, places)), () => undefined)) {
        events.push(data);
      }
      assert.deepEqual(events, eventData(bytes, false));
    },
});
