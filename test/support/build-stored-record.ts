import type { StoredRecord } from '../../src/record/stored-record.js';

/** A record of a small request that a route decided and that went well. */
export function buildStoredRecord(id: string, changes: Partial<StoredRecord> = {}): StoredRecord {
  return {
    schema: 1,
    id,
    requestId: `request-${id}`,
    at: Date.UTC(2026, 0, 2, 12),
    registry: '0123456789ab',
    bundle: null,
    endpoint: 'chat-completions',
    modelAsked: 'auto',
    stream: false,
    tenant: null,
    conversation: null,
    prompt: {
      ...{ tokens: 100, turns: 1, tools: 0, images: 0, format: 'text' },
      ...{ hash: null, messages: null, isRedacted: false, isCut: false },
    },
    layers: { features: 12, fast: 150 },
    signals: {},
    candidates: [
      { route: 'smalltalk', probability: 0.9 },
      { route: 'code', probability: 0.1 },
    ],
    outOfScope: 0.1,
    confidence: 0.9,
    margin: 0.8,
    layer: 'fast',
    route: 'smalltalk',
    model: 'small',
    reason: 'similar',
    arm: 'routed',
    propensity: 1,
    routedModel: 'small',
    fallback: null,
    cascade: null,
    outlook: {},
    decideUs: 400,
    attempts: [],
    outcome: {
      ...{ status: 200, model: 'small', flags: [], attempts: 1, inputTokens: 100, outputTokens: 50 },
      ...{ cachedTokens: null, timeToFirstByteMs: 120, totalMs: 800 },
    },
    costUsd: 0.001,
    wastedUsd: 0,
    defaultUsd: 0.005,
    strongestUsd: 0.01,
    challenger: null,
    traceparent: '',
    ...changes,
  };
}
