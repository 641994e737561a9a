import { randomUUID } from 'node:crypto';
import { endOfString } from '../../request/json-scan.js';

/** No answer can know it, so that no string of an answer is taken for a number. */
const MARK = `integer:${randomUUID()}:`;

const MARKED = new RegExp(`\\\\?"${MARK}(-?[0-9]+)\\\\?"`, 'g');

/** Integers of fewer digits are exact as a double. */
const LONG_INTEGER = /^-?[0-9]{16,}$/;

const QUOTE = 0x22;

/**
 * JSON text in which integers that JavaScript would round are strings with a mark, so that they survive being parsed and
 * written again: 64-bit identifiers are common in tool calls.
 */
export function protectIntegers(json: string): string {
  const pieces: string[] = [];
  let copied = 0;
  for (let at = 0; at < json.length;) {
    const unit = json.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(json, at);
    else if (!isOfNumber(unit)) at++;
    else {
      const start = at;
      while (isOfNumber(json.charCodeAt(at))) at++;
      const number = json.slice(start, at);
      if (!LONG_INTEGER.test(number)) continue;
      pieces.push(json.slice(copied, start), `"${MARK}${number}"`);
      copied = at;
    }
  }
  return pieces.join('') + json.slice(copied);
}

/** Makes integers of {@link protectIntegers}' strings again, also where they stand in JSON text within a string. */
export function restoreIntegers(text: string): string {
  return text.includes(MARK) ? text.replace(MARKED, '$1') : text;
}

/** Digits, signs, point and exponent; the `e` of `true` and `false` makes no integer. */
function isOfNumber(unit: number): boolean {
  const isDigit = unit >= 0x30 && unit <= 0x39;
  return isDigit || unit === 0x2d || unit === 0x2b || unit === 0x2e || unit === 0x65 || unit === 0x45;
}
