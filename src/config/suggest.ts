import { distance } from 'fastest-levenshtein';

/** Longest word that is compared; a longer one is no slip of the finger. */
const MAX_LENGTH = 100;

/** The candidate that a misspelt word most likely means: at most two letters in five differ, case aside. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const folded = fold(word);
  let nearest: { readonly candidate: string; readonly edits: number } | undefined;
  for (const candidate of candidates) {
    const other = fold(candidate);
    const edits = countEdits(folded, other);
    const allowed = Math.max(1, Math.floor(Math.max(folded.length, other.length) * 0.4));
    if (edits <= allowed && edits < (nearest?.edits ?? Infinity)) nearest = { candidate, edits };
  }
  return nearest?.candidate;
}

/** `; did you mean "large"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = suggest(word, candidates);
  return suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
}

/** Levenshtein's distance, but two letters that changed places are one edit. */
function countEdits(word: string, other: string): number {
  let fewest = distance(word, other);
  for (let at = 0; at + 1 < word.length; at++) {
    const swapped = word.charAt(at + 1) + word.charAt(at);
    if (!other.includes(swapped)) continue;
    fewest = Math.min(fewest, 1 + distance(word.slice(0, at) + swapped + word.slice(at + 2), other));
  }
  return fewest;
}

/** Snake, kebab and camel case are alike. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[_-]/g, '');
}
