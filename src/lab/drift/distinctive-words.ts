/** Letters and digits of any script; shorter ones say little. */
const WORD = /[\p{L}\p{N}]{3,}/gu;

/** Share of a cluster's texts that a word must be in, and how many. */
const LEAST_SHARE = 0.2;
const LEAST_TEXTS = 2;

/** How many texts each word is in. */
export interface WordCounts {
  readonly texts: number;
  readonly words: ReadonlyMap<string, number>;
}

export function countWords(texts: Iterable<string>): WordCounts {
  const words = new Map<string, number>();
  let count = 0;
  for (const text of texts) {
    count += 1;
    for (const word of wordsOf(text)) words.set(word, (words.get(word) ?? 0) + 1);
  }
  return { texts: count, words };
}

/**
 * The words that tell a cluster's texts from others, best first: by share in the cluster times the logarithm of how much
 * greater that is than elsewhere (the class-based TF-IDF of Grootendorst 2022, on texts instead of occurrences).
 *
 * @param everywhere counts over all texts, the cluster's included or not
 */
export function distinctiveWords(texts: readonly string[], everywhere: WordCounts, most: number): string[] {
  const inside = countWords(texts);
  const least = Math.max(LEAST_TEXTS, LEAST_SHARE * texts.length);
  const weigh = (word: string, count: number): number => {
    const share = count / texts.length;
    const elsewhere = ((everywhere.words.get(word) ?? 0) + 1) / (everywhere.texts + 2);
    return share * Math.log(share / elsewhere);
  };
  return [...inside.words]
    .filter(([, count]) => count >= least)
    .map(([word, count]) => ({ word, weight: weigh(word, count) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word);
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(WORD) ?? []);
}
