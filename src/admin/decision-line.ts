import type { StoredRecord } from '../record/stored-record.js';
import { startOfText } from '../request/cut-text.js';
import type { DecisionLine } from './api/decisions.js';

/** Of the last user turn, in UTF-16 units. */
const MOST_TEXT = 120;

/** A record as one line of a list. */
export function decisionLine(record: StoredRecord): DecisionLine {
  const { outcome, attempts } = record;
  return {
    id: record.id,
    at: record.at,
    route: record.route,
    model: record.model,
    answeredBy: outcome?.model ?? null,
    reason: record.reason,
    layer: record.layer,
    arm: record.arm,
    confidence: record.confidence,
    margin: record.margin,
    status: outcome?.status ?? null,
    escalated: attempts.some(({ escalated }) => escalated),
    decideUs: record.decideUs,
    totalMs: outcome?.totalMs ?? null,
    inputTokens: outcome?.inputTokens ?? null,
    outputTokens: outcome?.outputTokens ?? null,
    costUsd: record.costUsd,
    text: textOf(record),
  };
}

function textOf({ prompt: { messages } }: StoredRecord): string | null {
  const last = messages?.findLast(({ role }) => role === 'user');
  return last === undefined ? null : startOfText(last.text, MOST_TEXT);
}
