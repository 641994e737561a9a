import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { routeName } from '../decision/decision.js';
import type { DecisionRecord } from '../record/decision-record.js';
import { ATTRIBUTES, OPERATIONS, SPANS } from './names.js';
import { parentContext } from './tracing.js';

/**
 * Emits the span of a finished request as a child of its decision: the decision's own span has long ended, because no
 * stream is held while the model talks. Does nothing for a record without an outcome or without a trace.
 */
export function emitOutcomeSpan(tracer: Tracer, record: DecisionRecord): void {
  const { outcome } = record;
  if (outcome === undefined || record.traceparent === '') return;
  const span = tracer.startSpan(
    SPANS.outcome,
    {
      kind: SpanKind.INTERNAL,
      startTime: record.decidedAt,
      attributes: {
        [ATTRIBUTES.decision]: record.id,
        [ATTRIBUTES.route]: routeName(record.decision),
        [ATTRIBUTES.model]: record.decision.model,
        [ATTRIBUTES.genAiOperation]: OPERATIONS[record.endpoint],
        [ATTRIBUTES.genAiRequestModel]: record.modelAsked,
        [ATTRIBUTES.httpStatus]: outcome.status,
        [ATTRIBUTES.attempts]: outcome.attempts,
      },
    },
    parentContext({ traceparent: record.traceparent }),
  );
  const optional = {
    [ATTRIBUTES.genAiResponseModel]: outcome.upstreamModel,
    [ATTRIBUTES.genAiInputTokens]: outcome.inputTokens,
    [ATTRIBUTES.genAiOutputTokens]: outcome.outputTokens,
    [ATTRIBUTES.timeToFirstByte]: outcome.timeToFirstByteMs,
    [ATTRIBUTES.cost]: record.costUsd,
    [ATTRIBUTES.wasted]: record.wastedUsd,
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value !== undefined) span.setAttribute(name, value);
  }
  if (outcome.status === 0 || outcome.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(Math.max(record.decidedAt, outcome.startTime + outcome.totalMs));
}
