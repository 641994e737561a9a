import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { parentContext, spanContextOf, traceparentOf } from '../../../src/telemetry/traces/trace-context.js';
import { recordSpans } from '../../support/record-spans.js';

const TRACE = 'a'.repeat(31) + '1';
const SPAN = 'b'.repeat(15) + '2';

describe('parentContext', () => {
  it('is the caller of a traceparent, with its tracestate', () => {
    const context = parentContext({ traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'vendor=1' });
    const caller = trace.getSpanContext(context);
    assert.deepEqual([caller?.traceId, caller?.spanId, caller?.traceFlags], [TRACE, SPAN, 1]);
    assert.equal(caller?.traceState?.serialize(), 'vendor=1');
  });

  it('is the root without a traceparent, or with one that is malformed', () => {
    assert.equal(parentContext({}), ROOT_CONTEXT);
    for (const traceparent of [
      '',
      'x',
      `00-${TRACE}-${SPAN}`,
      `00-${'0'.repeat(32)}-${SPAN}-01`,
      `ff-${TRACE}-${SPAN}-01`,
    ]) {
      assert.equal(trace.getSpanContext(parentContext({ traceparent })), undefined, traceparent);
    }
  });
});

describe('traceparentOf', () => {
  it('leads back to the span', () => {
    const span = recordSpans().tracer.startSpan('any');
    const back = trace.getSpanContext(parentContext({ traceparent: traceparentOf(span) }));
    assert.equal(back?.spanId, span.spanContext().spanId);
    assert.equal(back.traceId, span.spanContext().traceId);
  });

  it('is empty when nothing is traced', () => {
    assert.equal(traceparentOf(trace.wrapSpanContext(INVALID_SPAN_CONTEXT)), '');
  });
});

describe('spanContextOf', () => {
  it('is the span that a traceparent names, and nothing for one that is empty or malformed', () => {
    assert.equal(spanContextOf(`00-${TRACE}-${SPAN}-00`)?.spanId, SPAN);
    assert.equal(spanContextOf(''), undefined);
    assert.equal(spanContextOf('00-x'), undefined);
  });
});
