import { ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { AnswerComparison } from '../../record/comparison.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import { ATTRIBUTES, SPANS } from '../names.js';
import { spanContextOf } from './trace-context.js';

/** The decision that a copy of a request belongs to. */
export type ShadowedDecision = Pick<DecisionRecord, 'id' | 'traceparent' | 'decidedAt'>;

/** What came of comparing both answers. */
export interface ComparedAnswers {
  /** Pool names of the models that answered the client and the copy. */
  readonly model: string;
  readonly reference: string;
  /** `undefined` when they could not be compared. */
  readonly scores: Pick<AnswerComparison, 'score' | 'referenceScore' | 'agreement' | 'costUsd'> | undefined;
}

/**
 * Emits the span of a copy of a request, from the decision until now. It is a trace of its own, linked to the decision's
 * span, for no client waits for it. Does nothing without a trace.
 */
export function emitShadowSpan(
  tracer: Tracer,
  { id, traceparent, decidedAt }: ShadowedDecision,
  { model, reference, scores }: ComparedAnswers,
): void {
  const decision = spanContextOf(traceparent);
  if (decision === undefined) return;
  const span = tracer.startSpan(
    SPANS.shadow,
    { kind: SpanKind.INTERNAL, startTime: decidedAt, links: [{ context: decision }] },
    ROOT_CONTEXT,
  );
  span.setAttributes({
    [ATTRIBUTES.decision]: id,
    [ATTRIBUTES.model]: model,
    [ATTRIBUTES.shadowModel]: reference,
    [ATTRIBUTES.shadowScore]: scores?.score ?? undefined,
    [ATTRIBUTES.shadowReferenceScore]: scores?.referenceScore ?? undefined,
    [ATTRIBUTES.shadowAgreement]: scores?.agreement ?? undefined,
    [ATTRIBUTES.shadowCost]: scores?.costUsd,
  });
  if (scores === undefined) {
    span.setAttribute(ATTRIBUTES.errorType, 'incomparable');
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}
