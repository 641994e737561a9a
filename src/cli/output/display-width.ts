/** Columns that a terminal gives to a text: two for East Asian wide characters and emoji, none for marks and colours. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(text.replace(COLOURS, ''))) width += graphemeWidth(segment);
  return width;
}

/** The start of a text that fits in so many columns, with a mark where something is missing. */
export function cutToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let [kept, used] = ['', 0];
  // Without its colours: one that is cut off would not end.
  for (const { segment } of GRAPHEMES.segment(text.replace(COLOURS, ''))) {
    used += graphemeWidth(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Fills up with spaces, on the right or on the left. */
export function padToWidth(text: string, width: number, side: 'left' | 'right' = 'right'): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return side === 'right' ? text + spaces : spaces + text;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

const COLOURS = /\u001b\[[\d;]*m/g;

/** Wide and fullwidth characters as of Unicode's annex 11, in whole scripts and blocks. */
const WIDE =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}|\p{Script=Yi}|\p{Emoji_Presentation}|[\u3000-\u303e\u3099-\u30ff\uff01-\uff60\uffe0-\uffe6])|\ufe0f/u;

const INVISIBLE = /^[\p{Mark}\p{Default_Ignorable_Code_Point}\p{Control}]+$/u;

function graphemeWidth(grapheme: string): number {
  if (INVISIBLE.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}
