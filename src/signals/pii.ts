import type { Labelled } from './builtin.js';
import { ACCOUNT_KINDS } from './pii/accounts.js';
import { BROAD_KINDS } from './pii/broad-kinds.js';
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
const OPEN_KINDS: readonly PiiKind[] = [...ACCOUNT_KINDS, ...CONTACT_KINDS, ...PERSON_KINDS];
const KINDS: readonly PiiKind[] = [...SECRET_KINDS, ...OPEN_KINDS];
const REDACTED_KINDS: readonly PiiKind[] = [...BROAD_KINDS, ...OPEN_KINDS];

/** UTF-16 units that are searched. */
const SEARCHED_CHARS = 65_536;
/** Spans after which a search ends: a text with so many is no less personal for having more. */
const MAX_SPANS = 500;
/** Confidence from which a span is reported by itself. */
const REPORTED = 0.5;
/** Confidence from which a span is redacted: below are the pages that a text links to. */
const REDACTED = 0.25;

/**
 * Personal data and secrets of a text in order of position, at most 500; they do not overlap. Linear in the length.
 * For routing: what is likely to stand for nobody's, such as `user@example.com`, is left out.
 */
export function findPii(text: string): readonly PiiSpan[] {
  return search(text).filter(({ confidence }) => confidence >= REPORTED);
}

/**
 * All that may be personal data or a secret, in order of position, however many; they do not overlap. For storage, where
 * one that is missed costs more than ten words too many: placeholders and examples count, since real ones look like them.
 */
export function findPossiblePii(text: string): readonly PiiSpan[] {
  const searched = text.slice(0, SEARCHED_CHARS);
  const spans = REDACTED_KINDS.flatMap((kind) => [...spansOf(kind, searched)])
    .filter(({ confidence }) => confidence >= REDACTED)
    .sort((a, b) => a.start - b.start);
  const apart: PiiSpan[] = [];
  for (const span of spans) {
    const last = apart.at(-1);
    if (last === undefined || span.start >= last.end) apart.push(span);
    else if (span.end > last.end) apart[apart.length - 1] = { ...last, end: span.end };
  }
  return apart;
}

/** Whether a text holds personal data or secrets: `yes` is the probability that one span at least is one. */
export function piiSignal(text: string): PiiSignal {
  const spans = search(text);
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

function search(text: string): readonly PiiSpan[] {
  const searched = text.slice(0, SEARCHED_CHARS);
  const spans: PiiSpan[] = [];
  for (const kind of KINDS) {
    for (const span of spansOf(kind, searched)) {
      if (spans.length >= MAX_SPANS) break;
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
