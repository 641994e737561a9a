/** Steps over JSON bytes without decoding them; shared by the depth check and the body rewrite. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Bytes of a string that are looked at one by one before `indexOf` takes over: a call of `indexOf` costs as much as
 * some hundred steps, and most strings (keys, roles, types) are shorter than this.
 */
const STEPS_BEFORE_JUMP = 128;

/**
 * Offset just behind the string that opens at `open`; the length of the body when the string never ends.
 * @param open offset of the opening quote
 */
export function endOfString(body: Buffer, open: number): number {
  let at = open + 1;
  let steps = STEPS_BEFORE_JUMP;
  for (;;) {
    const near = Math.min(body.length, at + steps);
    for (; at < near; at++) {
      const byte = body[at];
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at++;
    }
    if (at >= body.length) return body.length;
    const quote = body.indexOf(QUOTE, at);
    if (quote < 0) return body.length;
    let slashes = 0;
    while (quote - 1 - slashes >= at && body[quote - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    // Text full of escaped quotes is not worth jumping in.
    if (quote - at < steps) steps *= 2;
    at = quote + 1;
  }
}

/**
 * Whether arrays and objects nest deeper than `maxDepth`. Made for bytes that nobody has parsed yet: on bytes that are
 * not JSON the answer is of no use, but it always comes, in one pass and without a stack.
 */
export function nestsDeeperThan(body: Buffer, maxDepth: number): boolean {
  let depth = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (byte === QUOTE) at = endOfString(body, at) - 1;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
