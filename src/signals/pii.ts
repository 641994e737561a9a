import type { Labelled } from './builtin.js';
import { ACCOUNT_KINDS } from './pii/accounts.js';
import { CONTACT_KINDS } from './pii/contact.js';
import { CONTEXT_CHARS, type PiiKind } from './pii/kind.js';
import { PERSON_KINDS } from './pii/person.js';
import { SECRET_KINDS } from './pii/secrets.js';

/** A piece of personal data or a secret. */
export interface PiiSpan {
  /** UTF-16 offsets into the text; `end` is behind the last unit. */
  readonly start: number;
  readonly end: number;
  /** Such as `EMAIL_ADDRESS`, `CREDIT_CARD` or `API_KEY`. */
  readonly type: string;
  /** Probability that it is one, in (0, 1]. */
  readonly confidence: number;
}

export interface PiiSignal extends Labelled {
  readonly spans: readonly PiiSpan[];
}

/** In order of precedence: what one kind has claimed, later ones do not get. */
const KINDS: readonly PiiKind[] = [...SECRET_KINDS, ...ACCOUNT_KINDS, ...CONTACT_KINDS, ...PERSON_KINDS];

/** UTF-16 units that are searched. */
const SEARCHED_CHARS = 65_536;
/** Spans after which a search ends: a text with so many is no less personal for having more. */
const MAX_SPANS = 500;
/** Confidence from which a span is reported by itself. */
const REPORTED = 0.5;

/**
 * Personal data and secrets of a text in order of position; they do not overlap. Linear in the length.
 *
 * @param mostSpans after which the search ends; weak ones, which are not returned, count
 */
export function findPii(text: string, mostSpans: number = MAX_SPANS): readonly PiiSpan[] {
  return search(text, mostSpans).filter(({ confidence }) => confidence >= REPORTED);
}

/** Whether a text holds personal data or secrets: `yes` is the probability that one span at least is one. */
export function piiSignal(text: string): PiiSignal {
  const spans = search(text, MAX_SPANS);
  const yes = 1 - spans.reduce((none, { confidence }) => none * (1 - confidence), 1);
  // Weak signs do not add up to a finding.
  const isFound = spans.some(({ confidence }) => confidence >= REPORTED);
  const score = isFound ? yes : Math.min(yes, REPORTED - 0.01);
  return {
    label: isFound ? 'yes' : 'no',
    scores: { no: 1 - score, yes: score },
    spans: spans.filter(({ confidence }) => confidence >= REPORTED),
  };
}

function search(text: string, mostSpans: number): readonly PiiSpan[] {
  const searched = text.slice(0, SEARCHED_CHARS);
  const spans: PiiSpan[] = [];
  for (const kind of KINDS) {
    for (const span of spansOf(kind, searched)) {
      if (spans.length >= mostSpans) break;
      if (!spans.some(({ start, end }) => span.start < end && start < span.end)) spans.push(span);
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

function* spansOf({ type, pattern, judge }: PiiKind, text: string): Generator<PiiSpan> {
  for (const match of text.matchAll(pattern)) {
    const from = match.index;
    const to = from + match[0].length;
    const {
      confidence,
      start = 0,
      length = match[0].length - start,
    } = judge(match, {
      before: text.slice(Math.max(0, from - CONTEXT_CHARS), from),
      after: text.slice(to, to + CONTEXT_CHARS),
    });
    if (confidence > 0) yield { start: from + start, end: from + start + length, type, confidence };
  }
}
