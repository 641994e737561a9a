import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SpanStatusCode } from '@opentelemetry/api';
import { emitShadowSpan } from '../../../src/telemetry/traces/shadow-span.js';
import { traceparentOf } from '../../../src/telemetry/traces/trace-context.js';
import { recordSpans } from '../../support/record-spans.js';

const MODELS = { model: 'small', reference: 'large' };
const SCORES = { score: 0.5, referenceScore: 0.75, agreement: null, costUsd: 0.001 };

function emit(compared: Parameters<typeof emitShadowSpan>[2]) {
  const recording = recordSpans();
  const decide = recording.tracer.startSpan('dragoman.decide');
  const decision = { id: 'd1', traceparent: traceparentOf(decide), decidedAt: 1_700_000_000_000 };
  emitShadowSpan(recording.tracer, decision, compared);
  return { decide: decide.spanContext(), span: recording.only('dragoman.shadow') };
}

describe('emitShadowSpan', () => {
  it("is a trace of its own, linked to the decision's span, from the decision on", () => {
    const { decide, span } = emit({ ...MODELS, scores: SCORES });
    assert.equal(span.parentSpanContext, undefined);
    assert.notEqual(span.spanContext().traceId, decide.traceId);
    const [link, ...others] = span.links;
    assert.deepEqual([link?.context.traceId, link?.context.spanId], [decide.traceId, decide.spanId]);
    assert.equal(others.length, 0);
    assert.deepEqual(span.startTime, [1_700_000_000, 0]);
  });

  it('tells how both answers compare', () => {
    assert.deepEqual(emit({ ...MODELS, scores: SCORES }).span.attributes, {
      'dragoman.decision.id': 'd1',
      'dragoman.model': 'small',
      'dragoman.shadow.model': 'large',
      'dragoman.shadow.score': 0.5,
      'dragoman.shadow.reference_score': 0.75,
      'dragoman.shadow.cost_usd': 0.001,
    });
  });

  it('is an error when they could not be compared', () => {
    const { span } = emit({ ...MODELS, scores: undefined });
    assert.equal(span.status.code, SpanStatusCode.ERROR);
    assert.equal(span.attributes['error.type'], 'incomparable');
  });

  it('does nothing without a trace', () => {
    const recording = recordSpans();
    emitShadowSpan(
      recording.tracer,
      { id: 'd1', traceparent: '', decidedAt: 1 },
      { ...MODELS, scores: SCORES },
    );
    assert.deepEqual(recording.spans(), []);
  });
});
