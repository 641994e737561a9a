import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parentContext, spanContextOf } from '../../../../src/telemetry/traces/trace-context.js';
import { defineTarget } from '../fuzz-target.js';
import { headerValue } from '../grammar/header-text.js';
import { trace } from '@opentelemetry/api';

const hex = (length: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)),
    fc.constantFrom(
      '0'.repeat(length),
      'F'.repeat(length),
      'f'.repeat(length - 1),
      'f'.repeat(length + 1),
      'g'.repeat(length),
    ),
  );
const traceparent = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('00', '01', 'ff', '0', ''),
      hex(32),
      hex(16),
      fc.constantFrom('00', '01', 'ff', '1', '0z'),
      fc.constantFrom('', '', '-', '-x', ' ', '\n'),
    )
    .map(([version, id, span, flags, rest]) => `${version}-${id}-${span}-${flags}${rest}`),
  headerValue,
);

export const traceHeadersTarget = defineTarget({
  name: 'trace-headers',
  claim:
    'A traceparent is read as the specification says it must look, or not at all; a tracestate never stops that.',
  weight: 6,
  arbitrary: fc.record({ traceparent, tracestate: headerValue }),
  prepare: () => (headers) => {
    const context = trace.getSpanContext(parentContext(headers));
    assert.deepEqual(context?.traceId, spanContextOf(headers.traceparent)?.traceId);
    if (context === undefined) return;
    assert.match(context.traceId, /^[0-9a-f]{32}$/);
    assert.match(context.spanId, /^[0-9a-f]{16}$/);
    assert.notEqual(context.traceId, '0'.repeat(32));
    assert.notEqual(context.spanId, '0'.repeat(16));
    assert.ok(headers.traceparent.includes(context.traceId), 'an id that the header does not hold');
  },
});
