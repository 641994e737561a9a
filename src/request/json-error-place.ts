/** A place in a text: line and column, both from 1, the column in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)$/;
const ESCAPES = '"\\/bfnrt';
const HEX4 = /^[0-9a-fA-F]{4}$/;

/*
 * Every step takes an offset and gives the offset behind what it read, or `~offset` (a negative number) of the first
 * character that is wrong: a body may hold millions of tokens, too many for an object each.
 */

function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return at;
    at++;
  }
}

function stepString(text: string, open: number): number {
  if (text[open] !== '"') return ~open;
  for (let at = open + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit < 0x20) return ~at;
    if (unit !== 0x5c) continue;
    at++;
    if (text[at] === 'u' && HEX4.test(text.slice(at + 1, at + 5))) at += 4;
    else if (!ESCAPES.includes(text[at] ?? '?')) return ~at;
  }
  return ~text.length;
}

function stepKey(text: string, from: number): number {
  const end = stepString(text, from);
  if (end < 0) return end;
  const colon = skipBlanks(text, end);
  return text[colon] === ':' ? colon + 1 : ~colon;
}

/** Digits, letters, plus, minus and point; the end of the text (NaN) is none of them. */
function isScalarUnit(unit: number): boolean {
  if (unit <= 0x39) return unit >= 0x30 || unit === 0x2b || unit === 0x2d || unit === 0x2e;
  return (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
}

function stepScalar(text: string, from: number): number {
  let at = from;
  while (isScalarUnit(text.charCodeAt(at))) at++;
  return SCALAR.test(text.slice(from, at)) ? at : ~from;
}

/** Where a text stops being JSON, in UTF-16 units. */
function firstError(text: string): number {
  const open: string[] = [];
  let at = 0;
  for (;;) {
    at = skipBlanks(text, at);
    const first = text[at];
    if (first === '{' || first === '[') {
      open.push(first === '{' ? '}' : ']');
      at = skipBlanks(text, at + 1);
      if (text[at] !== open.at(-1)) {
        if (first === '{') at = stepKey(text, at);
        if (at < 0) return ~at;
        continue;
      }
    } else {
      at = first === '"' ? stepString(text, at) : stepScalar(text, at);
      if (at < 0) return ~at;
    }
    at = stepToNextValue(text, at, open);
    if (at < 0) return ~at;
  }
}

/** Behind a value: closes what closes, then steps over the comma and, in an object, over the next key. */
function stepToNextValue(text: string, from: number, open: string[]): number {
  for (let at = skipBlanks(text, from); ; at = skipBlanks(text, at + 1)) {
    const close = open.at(-1);
    if (close === undefined) return ~at;
    if (text[at] === ',') return close === ']' ? at + 1 : stepKey(text, skipBlanks(text, at + 1));
    if (text[at] !== close) return ~at;
    open.pop();
  }
}

/**
 * Where a text stops being JSON (RFC 8259); its end when the text just ends too early or is valid. `JSON.parse` says
 * this for some errors only, and quotes the text around it, which may be a prompt.
 */
export function placeOfJsonError(text: string): TextPlace {
  const before = text.slice(0, firstError(text));
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: before.length - before.lastIndexOf('\n') };
}
