/** Steps over JSON without decoding it; shared by the depth check and the body rewrite. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Characters of a string that are looked at one by one before `indexOf` takes over: most strings (keys, roles, types) are shorter. */
const STEPS_BEFORE_JUMP = 24;

/**
 * Offset just behind the string that opens at `open`; the length of the text when the string never ends.
 * @param json decoded, or each byte as one character (`latin1`): only ASCII is looked at
 * @param open offset of the opening quote
 */
export function endOfString(json: string, open: number): number {
  let at = open + 1;
  let steps = STEPS_BEFORE_JUMP;
  for (;;) {
    const near = Math.min(json.length, at + steps);
    for (; at < near; at++) {
      const unit = json.charCodeAt(at);
      if (unit === QUOTE) return at + 1;
      if (unit === BACKSLASH) at++;
    }
    if (at >= json.length) return json.length;
    const quote = json.indexOf('"', at);
    if (quote < 0) return json.length;
    let slashes = 0;
    while (quote - 1 - slashes >= at && json.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    // Text full of escaped quotes is not worth jumping in.
    if (quote - at < steps) steps *= 2;
    at = quote + 1;
  }
}

/**
 * Whether arrays and objects nest deeper than `maxDepth`. Made for text that nobody has parsed yet: on text that is not
 * JSON the answer is of no use, but it always comes, in one pass and without a stack.
 * @param json as text, or as bytes in any encoding that ASCII is a part of
 */
export function nestsDeeperThan(json: string | Buffer, maxDepth: number): boolean {
  const text = typeof json === 'string' ? json : json.toString('latin1');
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at) - 1;
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return false;
}
