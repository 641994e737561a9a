import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TierAttempt } from '../../../src/outcome/attempt.js';
import { emitAttemptSpan } from '../../../src/telemetry/traces/attempt-span.js';
import { traceparentOf } from '../../../src/telemetry/traces/trace-context.js';
import { recordSpans } from '../../support/record-spans.js';

const ATTEMPT: TierAttempt = {
  ...{ model: 'small', number: 1, status: 200, escalated: true, inputTokens: 100, outputTokens: 50 },
  ...{ answeredAt: 1_700_000_000_000, judgedAt: 1_700_000_000_004 },
  verdict: {
    ...{ pass: false, score: 0.125, reasons: ['refusal', 'too_short'] },
    ...{ stage: 'heuristic', microseconds: 900, tokens: 0 },
  },
};

function emit(attempt: TierAttempt, thrashing = false) {
  const recording = recordSpans();
  const decide = recording.tracer.startSpan('dragoman.decide');
  decide.end();
  emitAttemptSpan(recording.tracer, traceparentOf(decide), 'd1', attempt, thrashing);
  return { decide: decide.spanContext(), span: recording.only('dragoman.gate') };
}

describe('emitAttemptSpan', () => {
  it("makes a child of the decision's span that says which tier was judged and how", () => {
    const { decide, span } = emit(ATTEMPT);
    assert.equal(span.parentSpanContext?.spanId, decide.spanId);
    assert.deepEqual(span.attributes, {
      'dragoman.decision.id': 'd1',
      'dragoman.tier': 'small',
      'dragoman.attempt': 1,
      'http.response.status_code': 200,
      'dragoman.gate.escalated': true,
      'dragoman.gate.stage': 'heuristic',
      'dragoman.gate.reasons': ['refusal', 'too_short'],
      'dragoman.gate.tokens': 0,
      'dragoman.attempt.input_tokens': 100,
      'dragoman.attempt.output_tokens': 50,
    });
  });

  it("tells the verdict in OpenTelemetry's words for evaluations", () => {
    const [event, ...others] = emit(ATTEMPT).span.events;
    assert.equal(others.length, 0);
    assert.equal(event?.name, 'gen_ai.evaluation.result');
    assert.deepEqual(event.attributes, {
      'gen_ai.evaluation.name': 'dragoman.gate',
      'gen_ai.evaluation.score.value': 0.125,
      'gen_ai.evaluation.score.label': 'fail',
      'gen_ai.evaluation.explanation': 'refusal, too_short',
    });
  });

  it('says that the route thrashes', () => {
    const { span } = emit(ATTEMPT, true);
    assert.deepEqual(
      span.events.map(({ name }) => name),
      ['gen_ai.evaluation.result', 'dragoman.cascade.thrash'],
    );
  });

  it('shows an error without a verdict', () => {
    const { verdict, ...failed } = ATTEMPT;
    assert.ok(verdict);
    const { span } = emit({ ...failed, status: 503, escalated: false });
    assert.equal(span.events.length, 0);
    assert.equal(span.status.code, 2);
  });

  it('does nothing without a trace', () => {
    const recording = recordSpans();
    emitAttemptSpan(recording.tracer, '', 'd1', ATTEMPT, false);
    assert.throws(() => recording.only('dragoman.gate'));
  });
});
