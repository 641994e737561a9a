import { type Attributes, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import { routeName } from '../../decision/decision.js';
import { modelOfCluster } from '../../mutation/wire-names.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import { isFailure } from './kept-for.js';
import { ATTRIBUTES, LONGEST_VALUE, OPERATIONS, outcomeSpanName, PROVIDERS } from '../names.js';
import { parentContext } from './trace-context.js';

/**
 * Emits the span of a finished request as a child of its decision: the decision's own span has long ended, because no
 * stream is held while the model talks. Name, kind and `gen_ai.*` are those of OpenTelemetry's conventions for inference.
 * Does nothing for a record without an outcome or without a trace.
 */
export function emitOutcomeSpan(tracer: Tracer, record: DecisionRecord): void {
  const { outcome, endpoint, modelAsked } = record;
  if (outcome === undefined || record.traceparent === '') return;
  const span = tracer.startSpan(
    outcomeSpanName(OPERATIONS[endpoint], modelAsked),
    {
      kind: SpanKind.CLIENT,
      startTime: record.decidedAt,
      attributes: {
        [ATTRIBUTES.genAiOperation]: OPERATIONS[endpoint],
        [ATTRIBUTES.genAiProvider]: PROVIDERS[endpoint],
        [ATTRIBUTES.genAiRequestModel]: modelAsked,
        [ATTRIBUTES.decision]: record.id,
        [ATTRIBUTES.route]: routeName(record.decision),
        [ATTRIBUTES.model]: record.decision.model,
      },
    },
    parentContext({ traceparent: record.traceparent }),
  );
  if (!span.isRecording()) return;
  // Attributes whose value is `undefined` are left out by the SDK.
  span.setAttributes({
    [ATTRIBUTES.genAiMaxTokens]: record.prompt.maxTokens,
    [ATTRIBUTES.genAiStream]: record.stream ? true : undefined,
    [ATTRIBUTES.genAiConversation]: record.conversation,
    [ATTRIBUTES.cost]: record.costUsd,
    [ATTRIBUTES.wasted]: record.wastedUsd,
    ...describeOutcome(outcome, record.stream),
  });
  if (isFailure(outcome.status)) {
    span.setAttribute(ATTRIBUTES.errorType, outcome.status === 0 ? 'client_gone' : String(outcome.status));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(Math.max(record.decidedAt, outcome.startTime + outcome.totalMs));
}

function describeOutcome(outcome: Outcome, isStream: boolean): Attributes {
  const { timeToFirstByteMs, flags } = outcome;
  return {
    [ATTRIBUTES.httpStatus]: outcome.status,
    [ATTRIBUTES.attempts]: outcome.attempts,
    [ATTRIBUTES.answeredModel]: modelOfCluster(outcome.cluster ?? ''),
    [ATTRIBUTES.flags]: flags.length === 0 ? undefined : [...flags],
    [ATTRIBUTES.timeToFirstByte]: timeToFirstByteMs,
    [ATTRIBUTES.genAiFirstChunk]:
      isStream && timeToFirstByteMs !== undefined ? timeToFirstByteMs / 1000 : undefined,
    [ATTRIBUTES.genAiResponseModel]: outcome.upstreamModel?.slice(0, LONGEST_VALUE),
    [ATTRIBUTES.genAiInputTokens]: outcome.inputTokens,
    [ATTRIBUTES.genAiCachedTokens]: outcome.cachedTokens,
    [ATTRIBUTES.genAiOutputTokens]: outcome.outputTokens,
  };
}
