import fc, { type Arbitrary } from 'fast-check';
import { headerList } from './header-text.js';
import { hostileText } from './hostile-text.js';

/** A `google.protobuf.Struct` as protobufjs takes it, nested a little or a lot. */
export const structFields: Arbitrary<object> = fc
  .dictionary(
    fc.constantFrom(
      'input',
      'output',
      'cached',
      'model',
      'decision',
      'emit',
      'name',
      '__proto__',
      'constructor',
    ),
    fc.oneof(
      fc.record({ numberValue: fc.constantFrom(0, 1, 4096, -1, 0.5, NaN, Infinity, 1e308) }),
      hostileText.map((stringValue) => ({ stringValue })),
      fc.constant({ boolValue: true }),
      fc.constantFrom(1, 3, 30).map(nested),
    ),
    { maxKeys: 4 },
  )
  .map((fields) => ({ fields }));

function nested(depth: number): object {
  let value: object = { stringValue: 'deep' };
  for (let at = 0; at < depth; at++) {
    value = at % 2 === 0 ? { structValue: { fields: { a: value } } } : { listValue: { values: [value] } };
  }
  return value;
}

const headers = headerList.map((list) => ({
  headers: list.map(([key, value]) => ({ key, raw_value: Buffer.from(value) })),
}));
const body = fc.record(
  {
    body: fc.oneof(
      hostileText.map((text) => Buffer.from(text)),
      fc
        .constantFrom('{"model":"auto","messages":[{"role":"user","content":"Hi"}]}', '', 'data: {}\n\n')
        .map((text) => Buffer.from(text)),
    ),
    end_of_stream: fc.boolean(),
  },
  { requiredKeys: [] },
);
const head = fc.record({ headers, end_of_stream: fc.boolean() }, { requiredKeys: [] });

const PARTS = {
  request_headers: head,
  response_headers: head,
  request_body: body,
  response_body: body,
  request_trailers: fc.constant({}),
  response_trailers: fc.constant({}),
} as const;

export type PartName = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as readonly PartName[];

/** A `ProcessingRequest` as protobufjs takes it: one part, or none, with what else a message may carry. */
export const proxyMessage: Arbitrary<object> = fc
  .tuple(
    fc.oneof(
      ...PART_NAMES.map((name) => PARTS[name].map((part: object): object => ({ [name]: part }))),
      fc.constant<object>({}),
    ),
    fc.record(
      {
        metadata_context: fc.record({
          filter_metadata: fc.dictionary(
            fc.constantFrom('dragoman', 'dragoman.chain', '__proto__'),
            structFields,
            { maxKeys: 2 },
          ),
        }),
        attributes: fc.dictionary(fc.constantFrom('envoy.filters.http.ext_proc', '__proto__'), structFields, {
          maxKeys: 1,
        }),
        protocol_config: fc.record({ request_body_mode: fc.constantFrom('BUFFERED', 'STREAMED', 'NONE') }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([part, rest]) => ({ ...part, ...rest }));
