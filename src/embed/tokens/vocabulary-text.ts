/** The pieces of a WordPiece vocabulary, without `##`. */
export interface Pieces {
  /** All of them, one after another, in UTF-16 units. */
  readonly units: Uint16Array;
  /** Where in `units` each piece ends. */
  readonly ends: Uint32Array;
  readonly ids: Int32Array;
  /** 1 for pieces that continue a word. */
  readonly continuing: Uint8Array;
  /** Id of `[UNK]`; `undefined` without one. */
  readonly unknown: number | undefined;
  /** Behind the object's closing brace. */
  readonly end: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const CLOSE = 0x7d;
const SHARP = 0x23;
const BRACKET = 0x5b;
const ZERO = 0x30;
const NINE = 0x39;
const BLANK = 0x20;
/** `"a":1,` */
const SHORTEST_MEMBER = 5;

/**
 * Reads a JSON object of tokens and their ids (RFC 8259) without making anything of it: `JSON.parse` gives an object with
 * tens of thousands of properties, which takes several times as long.
 *
 * @param from where the first member stands, or the object's closing brace
 * @returns `undefined` for what is no such object
 */
export function readPieces(text: string, from: number): Pieces | undefined {
  const units = new Uint16Array(Math.max(0, text.length - from));
  const most = Math.ceil(units.length / SHORTEST_MEMBER) + 1;
  const [ends, ids, continuing] = [new Uint32Array(most), new Int32Array(most), new Uint8Array(most)];
  let [size, count] = [0, 0];
  let unknown: number | undefined;
  let at = skipBlanks(text, from);
  let isOver = text.charCodeAt(at) === CLOSE;
  while (!isOver) {
    if (text.charCodeAt(at) !== QUOTE) return undefined;
    const token = at + 1;
    const isNext = continuesAt(text, token);
    const start = isNext ? token + 2 : token;
    at = copyPlain(text, start, units, size);
    if (text.charCodeAt(at) === BACKSLASH) {
      const plain = unescaped(text, start);
      if (plain === undefined) return undefined;
      for (const unit of unitsOf(plain.text)) units[size++] = unit;
      at = plain.end;
    } else size += at - start;
    if (isNext) continuing[count] = 1;
    at = skipBlanks(text, at + 1);
    if (text.charCodeAt(at) !== COLON) return undefined;
    at = skipBlanks(text, at + 1);
    const digits = at;
    let id = 0;
    for (let digit = text.charCodeAt(at); digit >= ZERO && digit <= NINE; digit = text.charCodeAt(at)) {
      id = 10 * id + digit - ZERO;
      at += 1;
    }
    if (at === digits) return undefined;
    ends[count] = size;
    ids[count] = id;
    count += 1;
    if (at - token > 5 && units[size - 5] === BRACKET && text.startsWith('[UNK]"', token)) unknown = id;
    at = skipBlanks(text, at);
    isOver = text.charCodeAt(at) === CLOSE;
    if (!isOver && text.charCodeAt(at) !== COMMA) return undefined;
    if (!isOver) at = skipBlanks(text, at + 1);
  }
  return {
    units: units.slice(0, size),
    ends: ends.slice(0, count),
    ids: ids.slice(0, count),
    continuing: continuing.slice(0, count),
    unknown,
    end: at + 1,
  };
}

/** Whether a token has `##` before at least one more unit. */
function continuesAt(text: string, token: number): boolean {
  return (
    text.charCodeAt(token) === SHARP &&
    text.charCodeAt(token + 1) === SHARP &&
    text.charCodeAt(token + 2) !== QUOTE
  );
}

/** Copies what stands before the next quote or backslash, and tells where that is; the text's length where there is none. */
function copyPlain(text: string, from: number, units: Uint16Array, size: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE || unit === BACKSLASH) break;
    units[size + at - from] = unit;
  }
  return at;
}

function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= BLANK) at += 1;
  return at;
}

const STRING_REST = /(?:[^"\\]|\\.)*"/y;

/** What a string with escapes says, and where its closing quote is. */
function unescaped(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  STRING_REST.lastIndex = from;
  const rest = STRING_REST.exec(text)?.[0];
  if (rest === undefined) return undefined;
  try {
    return { text: JSON.parse(`"${rest}`) as string, end: from + rest.length - 1 };
  } catch {
    return undefined;
  }
}
