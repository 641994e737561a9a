import type { DecisionLine } from '../../src/admin/api/decisions.js';

/** A decision as the admin port lists it. */
export function buildDecisionLine(id: string, fields: Partial<DecisionLine> = {}): DecisionLine {
  return {
    ...{ id, at: Date.UTC(2026, 0, 2, 3, 4, 5), route: 'billing', model: 'small', answeredBy: 'small' },
    ...{ reason: 'routed', layer: 'fast', arm: 'routed', confidence: 0.9, margin: 0.42, status: 200 },
    ...{ escalated: false, decideUs: 180, totalMs: 812, inputTokens: 20, outputTokens: 90, costUsd: 0.0012 },
    text: 'hello',
    ...fields,
  };
}
