import { nestsDeeperThan } from '../../request/json-scan.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../../request/json-value.js';
import { MAX_ANSWER_DEPTH } from '../reading/answer-limits.js';

export interface FoundJson {
  readonly value: JsonValue;
  /** Whether the text is JSON and nothing else, so that any parser takes it. */
  readonly isExact: boolean;
}

/**
 * The JSON that a text is or holds: the text itself, a code fence in it, or what its brackets enclose; line breaks and
 * single backslashes in strings, which models write, are forgiven. `undefined` when there is none, or one too deep.
 */
export function findJson(text: string): FoundJson | undefined {
  const whole = text.trim();
  const exact = parse(whole);
  if (exact !== undefined) return { value: exact, isExact: true };
  for (const part of [
    fenced(whole),
    enclosed(whole, '{', '}'),
    lastObject(whole),
    enclosed(whole, '[', ']'),
  ]) {
    if (part === undefined) continue;
    const value = parse(part) ?? parse(repaired(part));
    if (isJsonObject(value) || isJsonArray(value)) return { value, isExact: false };
  }
  return undefined;
}

function parse(text: string): JsonValue | undefined {
  if (nestsDeeperThan(Buffer.from(text), MAX_ANSWER_DEPTH)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function fenced(text: string): string | undefined {
  const open = /```(?:json[c5l]?)?[ \t]*\n/i.exec(text);
  if (open === null) return undefined;
  const start = open.index + open[0].length;
  const end = text.indexOf('\n```', start - 1);
  return end < 0 ? undefined : text.slice(start, end);
}

function enclosed(text: string, open: string, close: string): string | undefined {
  const start = text.indexOf(open);
  const end = text.lastIndexOf(close);
  return start < 0 || end < start ? undefined : text.slice(start, end + 1);
}

/** The object that the last line which begins with a brace opens. */
function lastObject(text: string): string | undefined {
  const line = text.lastIndexOf('\n{');
  return line < 0 ? undefined : enclosed(text.slice(line + 1), '{', '}');
}

const ESCAPES = 'bfnrt"\\/';

/** The text with its control characters in strings escaped, and backslashes that escape nothing doubled. */
function repaired(text: string): string {
  const parts: string[] = [];
  let inString = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) inString = !inString;
    if (!inString) continue;
    if (unit === 0x5c && isEscape(text, at)) at += 1;
    else if (unit === 0x5c || unit < 0x20) {
      parts.push(text.slice(from, at), unit === 0x5c ? '\\\\' : JSON.stringify(text[at]).slice(1, -1));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.join('');
}

function isEscape(text: string, at: number): boolean {
  const next = text[at + 1] ?? '';
  return next === 'u'
    ? /^[0-9a-f]{4}$/i.test(text.slice(at + 2, at + 6))
    : next !== '' && ESCAPES.includes(next);
}
