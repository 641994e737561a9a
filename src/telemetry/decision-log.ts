import { routeName } from '../decision/decision.js';
import type { DecisionRecord } from '../record/decision-record.js';
import type { Logger } from './logger.js';

/** Writes the one line a decision. Prompt text is not in the record and so can never be in the line. */
export function logDecision(logger: Logger, record: DecisionRecord): void {
  const { decision, outcome } = record;
  logger.info(
    {
      decision: record.id,
      requestId: record.requestId,
      registry: record.registryVersion,
      endpoint: record.endpoint,
      modelAsked: record.modelAsked,
      stream: record.stream,
      route: routeName(decision),
      model: decision.model,
      fallback: decision.fallback,
      reason: decision.reason,
      layer: decision.layer,
      intents: decision.scores?.intents,
      sticky: decision.sticky,
      shed: record.shed,
      arm: decision.arm,
      propensity: round(decision.propensity),
      routedModel: decision.routedModel === decision.model ? undefined : decision.routedModel,
      predicted: decision.predicted,
      cascade: decision.cascade && {
        tiers: decision.cascade.tiers.map(({ model }) => model),
        startedBy: decision.cascade.startedBy,
        streaming: decision.cascade.streaming,
      },
      replaced: decision.replaced,
      confidence: round(decision.confidence),
      margin: round(decision.margin),
      layers: Object.fromEntries(
        record.signals.map(({ name, microseconds }) => [name, Math.round(microseconds)]),
      ),
      decideUs: Math.round(record.decideMicroseconds),
      attempts: record.attempts?.map(({ model, status, verdict, escalated }) => ({
        ...{ model, status, escalated, score: round(verdict?.score) },
        ...{
          reasons: verdict?.reasons,
          stage: verdict?.stage,
          gateUs: verdict && Math.round(verdict.microseconds),
        },
      })),
      outcome: outcome && {
        status: outcome.status,
        cluster: outcome.cluster,
        attempts: outcome.attempts,
        inputTokens: outcome.inputTokens,
        outputTokens: outcome.outputTokens,
        costUsd: record.costUsd,
        wastedUsd: record.wastedUsd,
        ttfbMs: outcome.timeToFirstByteMs,
        totalMs: outcome.totalMs,
      },
    },
    'decision',
  );
}

function round(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1e4) / 1e4;
}
