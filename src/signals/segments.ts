/** UTF-16 units of one segment, of all that is cut, and segments at most. */
const SEGMENT_CHARS = 240;
const ALL_CHARS = 12_288;
const MAX_SEGMENTS = 96;

/**
 * Sentences and lines of a text, in order, for heads that look for one bad line among many good ones. Long texts are
 * read at their head and tail; short neighbours stay together, so that the number is bounded.
 */
export function segmentsOf(text: string): string[] {
  const half = ALL_CHARS / 2;
  const read = text.length <= ALL_CHARS ? text : `${text.slice(0, half)}\n${text.slice(-half)}`;
  const pieces = read.split(/\n+|(?<=[.!?。！？])\s+/u).flatMap((piece) => inParts(piece.trim()));
  const segments = pieces.filter((piece) => piece.length > 2);
  if (segments.length <= MAX_SEGMENTS) return segments;
  return [...segments.slice(0, MAX_SEGMENTS / 2), ...segments.slice(-MAX_SEGMENTS / 2)];
}

function inParts(piece: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < piece.length; at += SEGMENT_CHARS) parts.push(piece.slice(at, at + SEGMENT_CHARS));
  return parts;
}
