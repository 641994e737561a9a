import { modelOutlooks } from '../decision/model-outlook.js';
import { modelOfCluster } from '../mutation/wire-names.js';
import type { TierAttempt } from '../outcome/attempt.js';
import type { Outcome } from '../outcome/outcome.js';
import type { DecidedPool, DecisionRecord } from './decision-record.js';
import type { KeptText } from './kept-text.js';
import {
  MOST_CANDIDATES,
  RECORD_SCHEMA,
  type StoredAttempt,
  type StoredOutcome,
  type StoredRecord,
} from './stored-record.js';
import { storedTenant } from './stored-tenant.js';

export interface RecordContext {
  readonly pool: DecidedPool;
  /** What the policy lets us keep of the prompt. */
  readonly text: KeptText;
}

/** Longest request id that is kept, in UTF-16 units: it comes from the client. */
export const MAX_REQUEST_ID_CHARS = 256;

/** The record as it is kept. Pure; costs some microseconds. */
export function toStoredRecord(record: DecisionRecord, { pool, text }: RecordContext): StoredRecord {
  const { decision, outcome, prompt } = record;
  const { tokens, turns, tools, images, format } = prompt;
  return {
    schema: RECORD_SCHEMA,
    id: record.id,
    requestId: record.requestId.slice(0, MAX_REQUEST_ID_CHARS),
    at: record.decidedAt,
    registry: record.registryVersion,
    bundle: record.bundle ?? null,
    endpoint: record.endpoint,
    modelAsked: record.modelAsked,
    stream: record.stream,
    tenant: storedTenant(record.tenant),
    conversation: record.conversation ?? null,
    prompt: { tokens, turns, tools, images, format, ...text },
    ...findingsOf(record),
    layer: decision.layer,
    route: decision.route ?? null,
    model: decision.model,
    reason: decision.reason,
    arm: decision.arm,
    propensity: decision.propensity,
    routedModel: decision.routedModel,
    fallback: decision.fallback ?? null,
    cascade: decision.cascade
      ? {
          tiers: decision.cascade.tiers.map(({ model }) => model),
          startedBy: decision.cascade.startedBy,
          streaming: decision.cascade.streaming,
        }
      : null,
    outlook: outlookOf(record, pool),
    decideUs: Math.round(record.decideMicroseconds),
    attempts: record.attempts?.map(attemptOf) ?? [],
    outcome: outcome ? outcomeOf(outcome) : null,
    costUsd: record.costUsd ?? null,
    wastedUsd: record.wastedUsd ?? 0,
    defaultUsd: record.defaultUsd ?? null,
    strongestUsd: record.strongestUsd ?? null,
    challenger: record.challenger ?? null,
    traceparent: record.traceparent,
  };
}

type Findings = 'layers' | 'signals' | 'candidates' | 'outOfScope' | 'confidence' | 'margin';

function findingsOf({ signals: measured, decision }: DecisionRecord): Pick<StoredRecord, Findings> {
  const layers: Record<string, number> = {};
  const signals: Record<string, { label: string; probability: number }> = {};
  for (const signal of measured) {
    layers[signal.name] = Math.round(signal.microseconds);
    if (signal.name !== 'builtin') continue;
    for (const [name, { label, scores }] of Object.entries(signal.labelled)) {
      signals[name] = { label, probability: short(scores[label] ?? 0) };
    }
  }
  const candidates = decision.scores?.routes.slice(0, MOST_CANDIDATES) ?? [];
  return {
    layers,
    signals,
    candidates: candidates.map(({ route, probability }) => ({ route, probability: short(probability) })),
    outOfScope: short(decision.scores?.outOfScope),
    confidence: short(decision.confidence),
    margin: short(decision.margin),
  };
}

function outlookOf({ prompt, signals }: DecisionRecord, { models }: DecidedPool): StoredRecord['outlook'] {
  const { tokens: tokenEstimate, maxTokens } = prompt;
  const request = { tokenEstimate, ...(maxTokens !== undefined && { maxTokens }) };
  const outlook: Record<string, { quality: number | null; costUsd: number }> = {};
  for (const [model, { quality, cost }] of Object.entries(modelOutlooks(models.values(), request, signals))) {
    outlook[model] = { quality: quality === null ? null : short(quality), costUsd: cost };
  }
  return outlook;
}

function attemptOf(attempt: TierAttempt): StoredAttempt {
  const { model, status, verdict, escalated, inputTokens, outputTokens } = attempt;
  return {
    model,
    status,
    score: short(verdict?.score),
    passed: verdict?.pass ?? null,
    reasons: verdict?.reasons ?? [],
    escalated,
    inputTokens,
    outputTokens,
  };
}

function outcomeOf(outcome: Outcome): StoredOutcome {
  return {
    status: outcome.status,
    model: modelOfCluster(outcome.cluster ?? '') ?? null,
    flags: outcome.flags,
    attempts: outcome.attempts,
    inputTokens: outcome.inputTokens ?? null,
    outputTokens: outcome.outputTokens ?? null,
    cachedTokens: outcome.cachedTokens ?? null,
    timeToFirstByteMs: outcome.timeToFirstByteMs ?? null,
    totalMs: outcome.totalMs,
  };
}

/** Six decimals of a probability: as many as anybody fits on. */
function short(value: number): number;
function short(value: number | undefined): number | null;
function short(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1e6) / 1e6;
}
