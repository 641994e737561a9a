import { endOfString } from '../request/json-scan.js';

/** A stretch of bytes, from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A member that was taken out, with the blanks around it. */
export interface CutMember extends ByteRange {
  /** The name that it was taken for. */
  readonly name: string;
}

/** The members of a top-level object, with some of them taken out. */
export interface TopLevelMembers {
  /** Offset of the brace that closes it. */
  readonly close: number;
  /** The members that stay, in order and whole, neighbours together with the commas between them and all blanks. */
  readonly kept: readonly ByteRange[];
  /** The members that go, in order. */
  readonly cut: readonly CutMember[];
}

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * Finds the members of the top-level object whose names are not in `without`, in one pass and without decoding the
 * body. A name is compared as the laxest parser would read it: `"mod\u0065l"` is `model`, and so is `"Model"`, because
 * Go's encoding/json, on which some upstreams are built, folds case, and with it the long s and the Kelvin sign.
 * @param body valid JSON in UTF-8, whose value is an object
 * @param without names in lower-case ASCII
 */
export function topLevelMembers(body: Buffer, without: ReadonlySet<string>): TopLevelMembers {
  // A character for each byte: offsets are the same, and a string is searched faster.
  const bytes = body.toString('latin1');
  const open = bytes.indexOf('{');
  const kept: ByteRange[] = [];
  const cut: CutMember[] = [];
  let runStart = -1;
  let memberStart = open + 1;
  let depth = 1;
  let keyAhead = true;
  // Of the member that is being read; nothing is read yet.
  let name: string | undefined = '';
  for (let at = open + 1; at < bytes.length;) {
    const byte = bytes.charCodeAt(at);
    if (byte === QUOTE) {
      const end = endOfString(bytes, at);
      if (keyAhead) {
        keyAhead = false;
        name = oneOf(body, at + 1, end - 1, without);
        if (name === undefined && runStart < 0) runStart = memberStart;
      }
      at = end;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    if (depth === 0 || (depth === 1 && byte === COMMA)) {
      // A run ends before the comma in front of a member that goes, or at the closing brace.
      if (name !== undefined && runStart >= 0) {
        kept.push({ start: runStart, end: memberStart - 1 });
        runStart = -1;
      }
      if (name !== undefined && !keyAhead) cut.push({ name, start: memberStart, end: at });
      if (depth === 0) {
        if (runStart >= 0) kept.push({ start: runStart, end: at });
        return { close: at, kept, cut };
      }
      memberStart = at + 1;
      keyAhead = true;
    }
    at++;
  }
  return { close: body.length, kept, cut };
}

/** A character of a name is one byte, or six when it is written as `\u0065`. */
const MAX_BYTES_PER_CHARACTER = 6;

/** Which of the names the bytes between two quotes spell, if any. */
function oneOf(body: Buffer, start: number, end: number, names: ReadonlySet<string>): string | undefined {
  for (const name of names) {
    const length = end - start;
    if (length < name.length || length > name.length * MAX_BYTES_PER_CHARACTER) continue;
    const raw = body.toString('utf8', start, end);
    const read = raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
    // Of the letters that fold to ASCII, lower case leaves the long s as it is.
    if (read.toLowerCase().replaceAll('ſ', 's') === name) return name;
  }
  return undefined;
}
