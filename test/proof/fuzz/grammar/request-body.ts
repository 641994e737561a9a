import fc, { type Arbitrary } from 'fast-check';
import type { Endpoint } from '../../../../src/request/request-view.js';
import { damagedBytes } from './damaged-bytes.js';
import { hostileName, hostileText } from './hostile-text.js';
import { blanks, jsonKey, jsonString, jsonValue, member, objectOf, spelled } from './json-text.js';

/** A request as it comes: raw bytes, for one of the endpoints. */
export interface RawRequest {
  readonly endpoint: Endpoint;
  readonly body: Buffer;
}

export const ENDPOINT_PATHS: Readonly<Record<Endpoint, string>> = {
  'chat-completions': '/v1/chat/completions',
  completions: '/v1/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
};

const text: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: hostileText.map((one) => JSON.stringify(one)) },
  { weight: 1, arbitrary: jsonString },
);
const name: Arbitrary<string> = hostileName.map((one) => JSON.stringify(one));
const flag = fc.constantFrom('true', 'false', 'true', 'null', '0', '"yes"');
const count = fc.constantFrom('1', '256', '0', '-1', '4096', '1.5', '1e3', '9007199254740993', 'null', '"9"');

/** An object of fields, each mostly there and mostly with its own kind of value, in order. */
function record(fields: readonly (readonly [name: string, value: Arbitrary<string>])[]): Arbitrary<string> {
  const members = fields.map(([key, value]) =>
    fc.oneof(
      { weight: 12, arbitrary: member(fc.constant(`"${key}"`), value) },
      { weight: 1, arbitrary: member(spelled(key), value) },
      { weight: 1, arbitrary: member(fc.constant(`"${key}"`), jsonValue) },
      { weight: 2, arbitrary: fc.constant(undefined) },
    ),
  );
  return objectOf(fc.tuple(...members).map((all) => all.filter((one) => one !== undefined)));
}

function list(item: Arbitrary<string>, most = 4): Arbitrary<string> {
  return fc
    .array(
      fc.tuple(blanks, item, blanks).map((parts) => parts.join('')),
      { maxLength: most },
    )
    .map((items) => `[${items.join(',')}]`);
}

function word(...words: readonly string[]): Arbitrary<string> {
  return fc.constantFrom(...words.map((one) => `"${one}"`));
}

const part = record([
  [
    'type',
    word('text', 'input_text', 'output_text', 'refusal', 'image_url', 'tool_use', 'tool_result', 'document'),
  ],
  ['text', text],
  ['input', jsonValue],
  ['content', text],
  [
    'source',
    record([
      ['type', word('text', 'url')],
      ['data', text],
    ]),
  ],
]);
const content = fc.oneof({ weight: 4, arbitrary: text }, { weight: 2, arbitrary: list(part) });
const call = record([
  ['id', name],
  ['type', word('function')],
  [
    'function',
    record([
      ['name', name],
      ['arguments', text],
    ]),
  ],
]);
const message = record([
  ['role', word('user', 'user', 'assistant', 'system', 'developer', 'tool', 'function', 'nobody')],
  ['content', content],
  ['tool_calls', list(call, 2)],
]);
const schema = record([
  ['type', word('object', 'array', 'string')],
  [
    'properties',
    record([
      ['a', jsonValue],
      ['__proto__', jsonValue],
    ]),
  ],
  ['required', list(name, 2)],
  ['pattern', text],
]);
const tool = record([
  ['type', word('function', 'custom', 'web_search')],
  ['name', name],
  [
    'function',
    record([
      ['name', name],
      ['description', text],
      ['parameters', schema],
    ]),
  ],
  ['input_schema', schema],
]);
const format = record([
  ['type', word('text', 'json_object', 'json_schema', 'other')],
  [
    'json_schema',
    record([
      ['schema', schema],
      ['name', name],
    ]),
  ],
  ['schema', schema],
]);
const options = record([['include_usage', flag]]);
const item = fc.oneof(
  message,
  record([
    ['type', word('message', 'function_call', 'function_call_output', 'reasoning')],
    ['role', word('user', 'assistant')],
    ['content', content],
    ['arguments', text],
    ['output', content],
  ]),
);

const COMMON: readonly (readonly [string, Arbitrary<string>])[] = [
  ['model', name],
  ['stream', flag],
  ['stream_options', options],
  ['user', name],
  ['prompt_cache_key', name],
];

const BODIES: Readonly<Record<Endpoint, Arbitrary<string>>> = {
  'chat-completions': record([
    ...COMMON,
    ['messages', list(message)],
    ['tools', list(tool, 2)],
    ['response_format', format],
    ['max_tokens', count],
    ['max_completion_tokens', count],
  ]),
  completions: record([
    ...COMMON,
    ['prompt', fc.oneof(text, list(text))],
    ['suffix', text],
    ['max_tokens', count],
  ]),
  responses: record([
    ...COMMON,
    ['input', fc.oneof(text, list(item))],
    ['instructions', text],
    ['tools', list(tool, 2)],
    ['text', record([['format', format]])],
    ['max_output_tokens', count],
    ['previous_response_id', name],
    ['conversation', name],
  ]),
  messages: record([
    ...COMMON,
    ['system', content],
    ['messages', list(message)],
    ['tools', list(tool, 2)],
    ['max_tokens', count],
    ['metadata', record([['user_id', name]])],
  ]),
};

/** A body of an endpoint with some more members, blanks around it and, now and then, a mark in front or text behind. */
function bodyText(endpoint: Endpoint): Arbitrary<string> {
  const extra = fc.array(member(jsonKey, jsonValue), { maxLength: 3 });
  return fc
    .tuple(
      BODIES[endpoint],
      extra,
      blanks,
      blanks,
      fc.constantFrom('', '', '', '', '', '', '\ufeff', '{}', '\0'),
    )
    .map(([body, more, before, after, odd]) => {
      const inner = body.slice(1, -1);
      const members = [...(inner.trim() === '' ? [] : [inner]), ...more];
      return `${odd}${before}{${members.join(',')}}${after}`;
    });
}

/** What a client, good or bad, sends to one of the four endpoints. */
export const rawRequest: Arbitrary<RawRequest> = fc
  .constantFrom(...(Object.keys(BODIES) as Endpoint[]))
  .chain((endpoint) => damagedBytes(bodyText(endpoint)).map((body) => ({ endpoint, body })));

/** Any JSON text, as bytes that may be damaged; mostly an object. */
export const rawJson: Arbitrary<Buffer> = damagedBytes(
  fc
    .oneof(
      { weight: 3, arbitrary: objectOf(fc.array(member(jsonKey, jsonValue), { maxLength: 7 })) },
      { weight: 1, arbitrary: jsonValue },
    )
    .chain((value) => fc.tuple(blanks, blanks).map(([before, after]) => before + value + after)),
);
