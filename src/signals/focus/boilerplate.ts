/** Elements that clients add to a turn on their own, such as the reminders of coding agents. */
const ADDED_TAG =
  /<((?:system|instructions?)[-_ ]?reminder|reminder|environment[-_](?:details|context)|system[-_](?:context|info|note)|user[-_]info|context[-_]reminder)>/gi;

/** Lines that remind a model of rules, whatever the user asks. */
const REMINDER =
  /^\W{0,4}(?:remember|reminder|note|important|system|always|never|do not|don't|you must|make sure|keep in mind|current (?:date|time)|today(?:'s date)? is|rules?:|instructions?:)/i;

/** Earlier user turns that are compared; a line counts as repeated when all of them have it. */
const EARLIER_TURNS = 3;
/** Lines of each end that are compared. */
const EDGE_LINES = 40;

/** Removes elements such as `<system-reminder>`; a tag that is never closed stays. Linear in the length. */
export function dropAddedElements(text: string): string {
  let kept = '';
  let from = 0;
  for (const { index, 0: tag, 1: name = '' } of text.matchAll(ADDED_TAG)) {
    if (index < from) continue;
    const close = `</${name}>`;
    const end = text.indexOf(close, index + tag.length);
    if (end === -1) break;
    kept += text.slice(from, index);
    from = end + close.length;
  }
  return from === 0 ? text : (kept + text.slice(from)).trim();
}

const linesOf = (text: string): readonly string[] => text.split('\n').map((line) => line.trim());

/**
 * Removes the first and last lines that every turn of a client carries. A line that one earlier turn has is removed when it
 * reads as a reminder, any other from two earlier turns on; a line that ends with a colon introduces something and stays.
 *
 * @param earlier the user turns before, oldest first
 * @returns the text itself when nothing else would be left
 */
export function dropRepeatedLines(text: string, earlier: readonly string[]): string {
  const others = earlier.slice(-EARLIER_TURNS).map(linesOf);
  if (others.length === 0) return text;
  const lines = linesOf(text);
  const isRepeated = (line: string, place: (of: readonly string[]) => string | undefined): boolean =>
    others.every((other) => place(other) === line) &&
    (line === '' || (!line.endsWith(':') && (others.length > 1 || REMINDER.test(line))));
  let head = 0;
  while (head < Math.min(lines.length, EDGE_LINES) && isRepeated(lines[head] ?? '', (of) => of[head])) {
    head += 1;
  }
  let tail = 0;
  while (
    tail < Math.min(lines.length - head, EDGE_LINES) &&
    isRepeated(lines.at(-1 - tail) ?? '', (of) => of.at(-1 - tail))
  ) {
    tail += 1;
  }
  if (head + tail === 0) return text;
  const rest = text
    .split('\n')
    .slice(head, lines.length - tail)
    .join('\n')
    .trim();
  return rest === '' ? text : rest;
}
