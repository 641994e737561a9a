import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAnswer } from '../../../../src/gate/reading/read-answer.js';
import { emitAsStream } from '../../../../src/mutation/emit/emit-as-stream.js';
import { streamShape } from '../../../../src/mutation/emit/stream-shape.js';
import { defineTarget } from '../fuzz-target.js';
import { WHOLE, wholeBytes } from '../grammar/answer-bytes.js';
import { hostileName } from '../grammar/hostile-text.js';
import { eventData } from '../reference/event-stream.js';
import { anEndpoint } from './sse-splitter.js';

export const emitStreamTarget = defineTarget({
  name: 'emit-stream',
  claim:
    'A whole answer that is sent as an event stream gives events that are JSON, none of which the text of the answer can forge; read back, it is the same text with the same tool calls.',
  weight: 6,
  arbitrary: anEndpoint.chain((endpoint) =>
    fc.record({
      endpoint: fc.constant(endpoint),
      shape: fc.oneof({ weight: 9, arbitrary: fc.boolean() }, { weight: 1, arbitrary: hostileName }),
      bytes: fc.oneof(
        { weight: 2, arbitrary: WHOLE[endpoint].map((answer) => Buffer.from(JSON.stringify(answer))) },
        { weight: 1, arbitrary: wholeBytes(endpoint) },
      ),
    }),
  ),
  prepare:
    () =>
    ({ endpoint, shape, bytes }) => {
      const stream = emitAsStream(typeof shape === 'string' ? shape : streamShape(endpoint, shape), bytes);
      if (stream === undefined || typeof shape === 'string') return;
      for (const data of eventData(stream, false)) if (data !== '[DONE]') JSON.parse(data);
      assert.deepEqual(eventData(stream, false), eventData(stream, true), 'the last event has no end');
      const [whole, emitted] = [readAnswer(endpoint, bytes, {}), readAnswer(endpoint, stream, {})];
      if (!whole.ok || !emitted.ok || repeatsChoice(bytes)) return;
      assert.equal(emitted.value.text, whole.value.text);
      const calls = ({ toolCalls }: typeof whole.value): unknown => toolCalls;
      assert.deepEqual(calls(emitted.value), calls(whole.value));
    },
});

/** Two choices at one place: whole, the first of them counts, and of a stream their pieces come together. */
function repeatsChoice(bytes: Buffer): boolean {
  const { choices = [] } = JSON.parse(bytes.toString()) as { readonly choices?: readonly unknown[] };
  const places = choices.map((choice) => (choice as { readonly index?: unknown } | null)?.index ?? 0);
  return new Set(places).size < places.length;
}
