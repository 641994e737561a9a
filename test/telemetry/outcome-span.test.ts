import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SpanStatusCode } from '@opentelemetry/api';
import { emitOutcomeSpan } from '../../src/telemetry/outcome-span.js';
import { traceparentOf } from '../../src/telemetry/tracing.js';
import { buildOutcome, buildRecord } from '../support/build-record.js';
import { recordSpans } from '../support/record-spans.js';

const DECIDED_AT = 1_700_000_000_000;

function emit(changes: Parameters<typeof buildOutcome>[1] = {}, costUsd = 0.002) {
  const recording = recordSpans();
  const decide = recording.tracer.startSpan('dragoman.decide');
  decide.end();
  const outcome = buildOutcome('a', changes);
  const traceparent = traceparentOf(decide);
  emitOutcomeSpan(
    recording.tracer,
    buildRecord('a', { traceparent, outcome, costUsd, decidedAt: DECIDED_AT }),
  );
  return { decide: decide.spanContext(), span: recording.only('dragoman.outcome') };
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
      'dragoman.outcome.cost_usd': 0.002,
      'dragoman.outcome.time_to_first_byte_ms': 80,
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'auto',
      'gen_ai.response.model': 'org/small',
      'gen_ai.usage.input_tokens': 1000,
      'gen_ai.usage.output_tokens': 500,
      'http.response.status_code': 200,
    });
  });

  it('is an error when the upstream failed or the client left, and only then', () => {
    for (const [status, code] of [
      [200, SpanStatusCode.UNSET],
      [404, SpanStatusCode.UNSET],
      [429, SpanStatusCode.UNSET],
      [500, SpanStatusCode.ERROR],
      [504, SpanStatusCode.ERROR],
      [0, SpanStatusCode.ERROR],
    ] as const) {
      assert.equal(emit({ status }).span.status.code, code, String(status));
    }
  });

  it('emits nothing without an outcome or without a trace', () => {
    const { tracer, spans } = recordSpans();
    emitOutcomeSpan(tracer, buildRecord('a', { outcome: buildOutcome('a') }));
    emitOutcomeSpan(tracer, buildRecord('a', { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` }));
    assert.deepEqual(spans(), []);
  });
});
