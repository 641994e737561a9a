const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a reader counts as letters, be they made of several code points. */
export function lettersOf(text: string): string[] {
  return [...LETTERS.segment(text)].map(({ segment }) => segment);
}

/** The start of a text that is too long, and an ellipsis. @param most letters */
export function shortened(text: string, most: number): string {
  const letters = lettersOf(text);
  return letters.length <= most ? text : `${letters.slice(0, Math.max(1, most - 1)).join('')}…`;
}
