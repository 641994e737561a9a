/** Controls other than tab and line feed, formatting marks (soft hyphen, zero width, bidirectional), variation selectors. */
const INVISIBLE = /(?![\t\n])\p{Cc}|\p{Cf}|\p{Variation_Selector}/gu;

/** A text without what nobody sees, and with line feeds for all line ends: what a reader takes it for. */
export function visibleText(text: string): string {
  // Most texts hold plain signs only.
  if (!/[^\t\n -~]/.test(text)) return text;
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(INVISIBLE, '');
}
