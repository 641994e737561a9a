/**
 * A text with its middle left out where it is longer than `most` UTF-16 units: half of them from each end, a mark between.
 * A cut may leave half a surrogate pair, which not every tokenizer survives: U+FFFD takes its place.
 */
export function cutMiddle(text: string, most: number): string {
  const shown = text.length <= most ? text : `${text.slice(0, most / 2)}\n[...]\n${text.slice(-most / 2)}`;
  return Buffer.from(shown).toString();
}
