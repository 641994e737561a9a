import { SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { TierAttempt } from '../../outcome/attempt.js';
import { ATTRIBUTES, EVENTS, SPANS } from '../names.js';
import { parentContext } from './trace-context.js';

/**
 * Emits the span of one tier's answer as a child of the decision, with the verdict as the event of OpenTelemetry's
 * conventions for evaluations
 * (https://github.com/open-telemetry/semantic-conventions-genai/blob/main/docs/gen-ai/gen-ai-events.md). Does nothing without
 * a trace.
 *
 * @param traceparent of the decision's span; empty when nothing is traced
 * @param thrashing whether the route rejects more answers than pays
 */
export function emitAttemptSpan(
  tracer: Tracer,
  traceparent: string,
  decision: string,
  attempt: TierAttempt,
  thrashing: boolean,
): void {
  if (traceparent === '') return;
  const { model, number, status, escalated, verdict, inputTokens, outputTokens, answeredAt, judgedAt } =
    attempt;
  const span = tracer.startSpan(
    SPANS.gate,
    {
      kind: SpanKind.INTERNAL,
      startTime: answeredAt,
      attributes: {
        [ATTRIBUTES.decision]: decision,
        [ATTRIBUTES.tier]: model,
        [ATTRIBUTES.attempt]: number,
        [ATTRIBUTES.httpStatus]: status,
        [ATTRIBUTES.escalated]: escalated,
      },
    },
    parentContext({ traceparent }),
  );
  if (verdict !== undefined) {
    span.setAttributes({
      [ATTRIBUTES.gateStage]: verdict.stage,
      [ATTRIBUTES.gateReasons]: [...verdict.reasons],
      [ATTRIBUTES.gateTokens]: verdict.tokens,
      [ATTRIBUTES.attemptInputTokens]: inputTokens,
      [ATTRIBUTES.attemptOutputTokens]: outputTokens,
    });
    span.addEvent(
      EVENTS.evaluation,
      {
        [ATTRIBUTES.evaluationName]: SPANS.gate,
        [ATTRIBUTES.evaluationScore]: verdict.score,
        [ATTRIBUTES.evaluationLabel]: verdict.pass ? 'pass' : 'fail',
        [ATTRIBUTES.evaluationExplanation]: verdict.reasons.join(', '),
      },
      judgedAt,
    );
  }
  if (thrashing) span.addEvent(EVENTS.thrash, {}, judgedAt);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(Math.max(answeredAt, judgedAt));
}
