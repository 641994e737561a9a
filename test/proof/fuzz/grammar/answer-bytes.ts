import fc, { type Arbitrary } from 'fast-check';
import type { Endpoint } from '../../../../src/request/request-view.js';
import { damagedBytes } from './damaged-bytes.js';
import { hostileText } from './hostile-text.js';
import { jsonValue } from './json-text.js';

const text = fc.oneof({ weight: 4, arbitrary: hostileText }, { weight: 1, arbitrary: jsonValue });
const small = fc.constantFrom<unknown>(0, 1, 7, -1, 0.5, 1e21, null, '3', 9007199254740993);
const stop = fc.constantFrom<unknown>(
  'stop',
  'length',
  'tool_calls',
  'content_filter',
  'end_turn',
  'max_tokens',
  'x',
  null,
);
const logprobs = fc.option(
  fc.record({
    content: fc.array(
      fc.record({
        token: text,
        logprob: fc.constantFrom(-0.01, -3, 0, 1, -9999),
        top_logprobs: fc.constant([]),
      }),
      { maxLength: 4 },
    ),
  }),
  { nil: null },
);
const call = fc.record({
  index: fc.constantFrom(0, 1, -1),
  id: text,
  type: fc.constant('function'),
  function: fc.record({ name: fc.constantFrom('find', 'book', ''), arguments: text }),
});
const usage = fc.record({
  prompt_tokens: small,
  completion_tokens: small,
  input_tokens: small,
  output_tokens: small,
});
const part = fc.record({ type: fc.constantFrom('output_text', 'refusal', 'text'), text, refusal: text });

const choice = (member: 'message' | 'delta' | 'text'): Arbitrary<unknown> =>
  fc
    .record({
      index: fc.constantFrom(0, 0, 0, 1),
      said: fc.record({ role: fc.constant('assistant'), content: text }, { requiredKeys: [] }),
      calls: fc.array(call, { maxLength: 2 }),
      logprobs,
      finish_reason: stop,
    })
    .map(({ said, calls, ...rest }) => ({
      ...rest,
      [member]:
        member === 'text'
          ? (said.content ?? '')
          : { ...said, ...(calls.length > 0 && { tool_calls: calls }) },
    }));
const choices = (member: 'message' | 'delta' | 'text'): Arbitrary<unknown> =>
  fc.record({ choices: fc.array(choice(member), { maxLength: 2 }), usage }, { requiredKeys: ['choices'] });
const item = fc.record({
  type: fc.constantFrom('message', 'function_call', 'reasoning', 'image_generation_call'),
  content: fc.array(part, { maxLength: 2 }),
  name: fc.constant('find'),
  arguments: text,
});
const response = fc.record({
  status: fc.constantFrom('completed', 'incomplete', 'failed', 'queued'),
  output: fc.array(item, { maxLength: 3 }),
  usage,
});
const block = fc.record({
  type: fc.constantFrom('text', 'tool_use', 'thinking', 'image'),
  text,
  name: fc.constant('find'),
  input: fc.dictionary(fc.constantFrom('a', '__proto__', 'b'), text, { maxKeys: 2 }),
});
const error = fc.record({ error: fc.record({ message: text }) });

/** Whole answers by endpoint, as values. */
export const WHOLE: Readonly<Record<Endpoint, Arbitrary<unknown>>> = {
  'chat-completions': choices('message'),
  completions: choices('text'),
  responses: response,
  messages: fc.record({ content: fc.array(block, { maxLength: 3 }), stop_reason: stop, usage }),
};

const typed = (type: string, more: Arbitrary<object>): Arbitrary<unknown> =>
  more.map((rest) => ({ type, ...rest }));
const place = fc.constantFrom(0, 1, -5, 1e9);

const EVENTS: Readonly<Record<Endpoint, Arbitrary<unknown>>> = {
  'chat-completions': choices('delta'),
  completions: choices('text'),
  responses: fc.oneof(
    typed('response.output_text.delta', fc.record({ delta: text, output_index: place })),
    typed('response.refusal.delta', fc.record({ delta: text })),
    typed('response.output_item.added', fc.record({ output_index: place, item })),
    typed('response.function_call_arguments.delta', fc.record({ output_index: place, delta: text })),
    typed('response.completed', fc.record({ response })),
    typed('response.incomplete', fc.record({ response })),
  ),
  messages: fc.oneof(
    typed('message_start', fc.record({ message: fc.record({ usage }) })),
    typed('content_block_start', fc.record({ index: place, content_block: block })),
    typed(
      'content_block_delta',
      fc.record({
        index: place,
        delta: fc.record({
          type: fc.constantFrom('text_delta', 'input_json_delta'),
          text,
          partial_json: text,
        }),
      }),
    ),
    typed('message_delta', fc.record({ delta: fc.record({ stop_reason: stop }), usage })),
    fc.constant({ type: 'message_stop' }),
    fc.constant({ type: 'ping' }),
  ),
};

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r\n', '\r');

/** Lines that are no data: comments, other fields, fields without a colon, what is nearly a field. */
const oddLine = fc.oneof(
  fc.constantFrom(
    ':',
    ': keep-alive',
    'event: ping',
    'event:message',
    'id: 7',
    'retry: 10',
    'data',
    'dat',
    'data:',
  ),
  fc.constantFrom(
    'data:  two spaces',
    'Data: x',
    ' data: x',
    'data : x',
    '\ufeffdata: x',
    'event',
    'data: [DONE]',
  ),
  hostileText.map((one) => `: ${one.replaceAll(/[\r\n]/g, ' ')}`),
);

function eventText(endpoint: Endpoint): Arbitrary<string> {
  const data = fc.oneof(
    { weight: 8, arbitrary: EVENTS[endpoint].map((event) => JSON.stringify(event)) },
    { weight: 1, arbitrary: EVENTS[endpoint].map((event) => JSON.stringify(event, undefined, 1)) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        jsonValue,
        error.map((one) => JSON.stringify(one)),
        hostileText,
      ),
    },
  );
  return fc
    .tuple(fc.array(oddLine, { maxLength: 2 }), data, fc.constantFrom('data: ', 'data:'), lineEnd, lineEnd)
    .map(([odd, json, prefix, end, last]) => {
      const lines = [...odd, ...json.split(/\r\n|\r|\n/).map((line) => prefix + line)];
      return lines.map((line) => line + end).join('') + last;
    });
}

/** The bytes of an event stream of an endpoint, mostly sound. */
export function streamBytes(endpoint: Endpoint): Arbitrary<Buffer> {
  const end = fc.constantFrom('', 'data: [DONE]\n\n', 'data: [DONE]\r\n\r\n', 'data: [DONE]', '\n', '\r');
  const start = fc.constantFrom('', '', '', '\ufeff', '\n\n', ': hello\n');
  return damagedBytes(
    fc
      .tuple(start, fc.array(eventText(endpoint), { maxLength: 5 }), end)
      .map(([before, events, after]) => before + events.join('') + after),
  );
}

/** The bytes of an answer of an endpoint that comes whole, mostly sound. */
export function wholeBytes(endpoint: Endpoint): Arbitrary<Buffer> {
  return damagedBytes(
    fc.oneof(
      { weight: 8, arbitrary: WHOLE[endpoint].map((answer) => JSON.stringify(answer)) },
      { weight: 1, arbitrary: error.map((one) => JSON.stringify(one)) },
      { weight: 1, arbitrary: jsonValue },
    ),
  );
}
