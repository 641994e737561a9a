import type { Decision } from '../../src/decision/decision.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import type { DecisionRecord } from '../../src/record/decision-record.js';

export function buildDecision(changes: Partial<Decision> = {}): Decision {
  return {
    arm: 'routed',
    propensity: 1,
    routedModel: 'small',
    route: 'smalltalk',
    model: 'small',
    cascade: undefined,
    fallback: undefined,
    reason: 'rule',
    layer: 'rules',
    replaced: undefined,
    scores: undefined,
    confidence: undefined,
    margin: undefined,
    predicted: undefined,
    sticky: undefined,
    timeoutMs: 30_000,
    maxTokens: undefined,
    ...changes,
  };
}

export function buildRecord(id: string, changes: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    id,
    requestId: `request-${id}`,
    decidedAt: 1_000_000,
    registryVersion: '0123456789ab',
    endpoint: 'chat-completions',
    modelAsked: 'auto',
    stream: false,
    tenant: undefined,
    conversation: undefined,
    prompt: { tokens: 100, turns: 1, tools: 0, images: 0, format: 'text', maxTokens: undefined },
    signals: [],
    decision: buildDecision(),
    decideMicroseconds: 120.4,
    traceparent: '',
    ...changes,
  };
}

/** The outcome without one of its optional fields. */
export function withoutField(
  outcome: Outcome,
  field: 'decisionId' | 'inputTokens' | 'outputTokens' | 'cluster',
): Outcome {
  return Object.fromEntries(Object.entries(outcome).filter(([name]) => name !== field)) as unknown as Outcome;
}

/** What Envoy reports of a request that went well. */
export function buildOutcome(decisionId: string, changes: Partial<Outcome> = {}): Outcome {
  return {
    decisionId,
    requestId: `request-${decisionId}`,
    status: 200,
    details: 'via_upstream',
    flags: [],
    cluster: 'model/small',
    attempts: 1,
    inputTokens: 1000,
    outputTokens: 500,
    upstreamModel: 'org/small',
    timeToFirstByteMs: 80,
    totalMs: 900,
    startTime: 1_000_000,
    ...changes,
  };
}
