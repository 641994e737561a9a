import { findPossiblePii } from '../signals/pii.js';
import type { SelectedMessage } from './kept-text.js';
import type { StoredMessage } from './stored-record.js';

/**
 * Units beyond its limit that a text should have when it is redacted: the longest datum that is recognised, so that one
 * which the limit cuts in two is recognised all the same.
 */
export const REDACTION_OVERHANG = 16_384;

/**
 * Replaces personal data and secrets by their kind in brackets, such as `[EMAIL_ADDRESS]`, and cuts each text at its limit.
 * Slow: some 20 ms for 32,768 units, so that serving does it in a thread.
 */
export function redactMessages(messages: readonly SelectedMessage[]): readonly StoredMessage[] {
  return messages.map(({ role, text, limit }) => ({ role, text: redact(text, limit) }));
}

function redact(text: string, limit: number): string {
  let redacted = '';
  let end = 0;
  for (const span of findPossiblePii(text)) {
    if (span.start >= limit) break;
    redacted += `${text.slice(end, span.start)}[${span.type}]`;
    end = span.end;
  }
  return end < limit ? redacted + text.slice(end, limit) : redacted;
}
