import { closest, distance } from 'fastest-levenshtein';

/** Longest word that is compared; a longer one is no slip of the finger. */
const MAX_LENGTH = 100;

/** The candidate that a misspelt word most likely means: at most two letters in five differ, case aside. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const byFolded = new Map([...candidates].map((candidate) => [fold(candidate), candidate]));
  if (byFolded.size === 0) return undefined;
  const folded = fold(word);
  const nearest = closest(folded, [...byFolded.keys()]);
  const allowed = Math.max(1, Math.floor(Math.max(folded.length, nearest.length) * 0.4));
  return distance(folded, nearest) <= allowed ? byFolded.get(nearest) : undefined;
}

/** `; did you mean "large"?`, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = suggest(word, candidates);
  return suggestion === undefined ? '' : `; did you mean "${suggestion}"?`;
}

/** Snake, kebab and camel case are alike. */
function fold(word: string): string {
  return word.toLowerCase().replace(/[_-]/g, '');
}
