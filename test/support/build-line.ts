import { decisionLine } from '../../src/admin/decision-line.js';
import type { DecisionLine } from '../../src/admin/api/decisions.js';
import { buildStoredRecord } from './build-stored-record.js';

/** The line of a small decision that went well. */
export function buildLine(changes: Partial<DecisionLine> = {}): DecisionLine {
  return { ...decisionLine(buildStoredRecord('one')), ...changes };
}
