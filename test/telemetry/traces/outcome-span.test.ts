import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { emitOutcomeSpan } from '../../../src/telemetry/traces/outcome-span.js';
import { traceparentOf } from '../../../src/telemetry/traces/trace-context.js';
import { buildOutcome, buildRecord } from '../../support/build-record.js';
import { recordSpans } from '../../support/record-spans.js';

const DECIDED_AT = 1_700_000_000_000;

function emit(
  changes: Parameters<typeof buildOutcome>[1] = {},
  more: Parameters<typeof buildRecord>[1] = {},
) {
  const recording = recordSpans();
  const decide = recording.tracer.startSpan('dragoman.decide');
  decide.end();
  const outcome = buildOutcome('a', changes);
  const traceparent = traceparentOf(decide);
  emitOutcomeSpan(
    recording.tracer,
    buildRecord('a', { traceparent, outcome, costUsd: 0.002, decidedAt: DECIDED_AT, ...more }),
  );
  return { decide: decide.spanContext(), span: recording.only('chat auto') };
}

describe('emitOutcomeSpan', () => {
  it("makes a child of the decision's span, in its trace", () => {
    const { decide, span } = emit();
    assert.equal(span.spanContext().traceId, decide.traceId);
    assert.equal(span.parentSpanContext?.spanId, decide.spanId);
  });

  it('lasts as long as the answer took', () => {
    const { span } = emit({ startTime: DECIDED_AT, totalMs: 1500 });
    assert.deepEqual(span.startTime, [DECIDED_AT / 1000, 0]);
    assert.deepEqual(span.endTime, [DECIDED_AT / 1000 + 1, 500_000_000]);
  });

  it("says what came of it, by the names of OpenTelemetry's conventions", () => {
    assert.deepEqual(emit().span.attributes, {
      'dragoman.decision.id': 'a',
      'dragoman.route': 'smalltalk',
      'dragoman.model': 'small',
      'dragoman.outcome.attempts': 1,
      'dragoman.outcome.model': 'small',
      'dragoman.outcome.cost_usd': 0.002,
      'dragoman.outcome.time_to_first_byte_ms': 80,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'auto',
      'gen_ai.response.model': 'org/small',
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 500,
      'http.response.status_code': 200,
    });
    assert.equal(emit().span.kind, SpanKind.CLIENT);
  });

  it('says what a stream, a cached prefix and a conversation add', () => {
    const prompt = { ...buildRecord('a').prompt, maxTokens: 50 };
    const more = { stream: true, conversation: 'c1', prompt };
    const { attributes } = emit({ cachedTokens: 900, flags: ['upstream_connection_failure'] }, more).span;
    const expected = {
      'gen_ai.request.stream': true,
      'gen_ai.request.max_tokens': 50,
      'gen_ai.conversation.id': 'c1',
      'gen_ai.response.time_to_first_chunk': 0.08,
      'gen_ai.usage.cache_read.input_tokens': 900,
      'dragoman.outcome.flags': ['upstream_connection_failure'],
    };
    const names = Object.keys(expected);
    assert.deepEqual(Object.fromEntries(names.map((name) => [name, attributes[name]])), expected);
  });

  it('cuts off what an upstream makes too long', () => {
    const { attributes } = emit({ upstreamModel: 'x'.repeat(5000) }).span;
    assert.equal(attributes['gen_ai.response.model'], 'x'.repeat(256));
  });

  it('is an error when the client got one or left, and only then', () => {
    for (const [status, code] of [
      [200, SpanStatusCode.UNSET],
      [404, SpanStatusCode.ERROR],
      [429, SpanStatusCode.ERROR],
      [500, SpanStatusCode.ERROR],
      [504, SpanStatusCode.ERROR],
      [0, SpanStatusCode.ERROR],
    ] as const) {
      assert.equal(emit({ status }).span.status.code, code, String(status));
      const type = { 200: undefined, 0: 'client_gone' }[status as number];
      const expected = code === SpanStatusCode.ERROR ? (type ?? String(status)) : undefined;
      assert.equal(emit({ status }).span.attributes['error.type'], expected);
    }
  });

  it('emits nothing without an outcome or without a trace', () => {
    const { tracer, spans } = recordSpans();
    emitOutcomeSpan(tracer, buildRecord('a', { outcome: buildOutcome('a') }));
    emitOutcomeSpan(tracer, buildRecord('a', { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }));
    assert.deepEqual(spans(), []);
  });
});
