/** Most tokens of a text that the encoder reads, `[CLS]` and `[SEP]` included: its cost is bounded by this. */
export const WINDOW_TOKENS = 128;

/** UTF-16 code units kept of a long text's start and end, usually more than the token window takes. */
export const HEAD_CHARACTERS = 2_000;
export const TAIL_CHARACTERS = 800;

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

function splitsPair(text: string, at: number): boolean {
  return isHighSurrogate(text.charCodeAt(at - 1)) && isLowSurrogate(text.charCodeAt(at));
}

/**
 * The text itself, or the head and tail of a long one with a space between. People put the task at either end of a
 * pasted document. Never cuts a surrogate pair in two. Costs the same for any length.
 */
export function cutText(text: string, head = HEAD_CHARACTERS, tail = TAIL_CHARACTERS): string {
  if (text.length <= head + tail) return text;
  const headEnd = splitsPair(text, head) ? head - 1 : head;
  const at = text.length - tail;
  const tailStart = splitsPair(text, at) ? at + 1 : at;
  return `${text.slice(0, headEnd)} ${text.slice(tailStart)}`;
}

/** At most `limit` token ids: three quarters from the head, one quarter from the tail (96 and 32 of 128). */
export function cutTokens(ids: readonly number[], limit: number = WINDOW_TOKENS): readonly number[] {
  if (ids.length <= limit) return ids;
  const tail = Math.floor(limit / 4);
  return [...ids.slice(0, limit - tail), ...ids.slice(ids.length - tail)];
}
