import { endOfString } from '../request/json-scan.js';

/** A stretch of bytes, from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The members of a top-level object, with some of them taken out. */
export interface TopLevelMembers {
  /** Offset of the brace that closes it. */
  readonly close: number;
  /** The members that stay, in order and whole, neighbours together with the commas between them and all blanks. */
  readonly kept: readonly ByteRange[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Finds the members of the top-level object whose names are not in `without`, in one pass and without decoding the
 * body. A name is compared as the laxest parser would read it: `"mod\u0065l"` is `model`, and so is `"Model"`, because
 * Go's encoding/json, on which some upstreams are built, does not look at case.
 * @param body valid JSON in UTF-8, whose value is an object
 * @param without names in lower-case ASCII
 */
export function topLevelMembers(body: Buffer, without: ReadonlySet<string>): TopLevelMembers {
  const open = body.indexOf(0x7b);
  const kept: ByteRange[] = [];
  let runStart = -1;
  let memberStart = open + 1;
  let depth = 1;
  let keyAhead = true;
  let keep = false;
  for (let at = open + 1; at < body.length;) {
    const byte = body[at];
    if (byte === QUOTE) {
      const end = endOfString(body, at);
      if (keyAhead) {
        keyAhead = false;
        keep = !isOneOf(body, at + 1, end - 1, without);
        if (keep && runStart < 0) runStart = memberStart;
      }
      at = end;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    if (depth === 0 || (depth === 1 && byte === COMMA)) {
      // A run ends before the comma in front of a member that goes, or at the closing brace.
      if (!keep && runStart >= 0) {
        kept.push({ start: runStart, end: memberStart - 1 });
        runStart = -1;
      }
      if (depth === 0) {
        if (runStart >= 0) kept.push({ start: runStart, end: at });
        return { close: at, kept };
      }
      memberStart = at + 1;
      keyAhead = true;
    }
    at++;
  }
  return { close: body.length, kept };
}

/** A character of a name is one byte, or six when it is written as `\u0065`. */
const MAX_BYTES_PER_CHARACTER = 6;

/** Whether the bytes between two quotes spell one of the names. */
function isOneOf(body: Buffer, start: number, end: number, names: ReadonlySet<string>): boolean {
  for (const name of names) {
    const length = end - start;
    if (length < name.length || length > name.length * MAX_BYTES_PER_CHARACTER) continue;
    const raw = body.toString('utf8', start, end);
    const read = raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
    if (read.toLowerCase() === name) return true;
  }
  return false;
}
