import { readPieces } from './vocabulary-text.js';

/**
 * The pieces of a WordPiece vocabulary, found in flat arrays: to make a map of tens of thousands of strings takes a tenth of
 * a second of each start.
 */
export interface Vocabulary {
  /** Id of `[UNK]`; `undefined` without one. */
  readonly unknown: number | undefined;
  /**
   * The longest piece that stands in `word` at `from`, of those that begin a word or of those that continue one.
   *
   * @returns its place in the vocabulary; -1 for none
   */
  find(word: string, from: number, continues: boolean): number;
  /** @param place what {@link Vocabulary.find} gave */
  idAt(place: number): number;
  /** In UTF-16 units, without `##`. */
  lengthAt(place: number): number;
}

/** Of the hash by Fowler, Noll and Vo (FNV-1a). */
const [FIRST_SEED, NEXT_SEED, PRIME] = [0x811c9dc5, 0x9747b28c, 0x01000193];

/**
 * Reads a vocabulary as `tokenizer.json` has it: an object of tokens and their ids, in which `##` marks what continues a word.
 *
 * @param from where in `text` the first member stands, or the object's closing brace
 * @returns also where the object ends; `undefined` for what is no object of tokens and ids
 */
export function readVocabulary(
  text: string,
  from: number,
): { readonly vocabulary: Vocabulary; readonly end: number } | undefined {
  const pieces = readPieces(text, from);
  if (pieces === undefined) return undefined;
  const { units, ends, ids, continuing, unknown, end } = pieces;
  const startAt = (place: number): number => ends[place - 1] ?? 0;
  const lengthAt = (place: number): number => (ends[place] ?? 0) - startAt(place);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * ids.length + 2))).fill(-1);
  const mask = slots.length - 1;
  let longest = 0;
  for (let place = 0, at = 0; place < ids.length; place += 1) {
    const stop = ends[place] ?? 0;
    longest = Math.max(longest, stop - at);
    let hash = continuing[place] === 1 ? NEXT_SEED : FIRST_SEED;
    for (; at < stop; at += 1) hash = Math.imul(hash ^ (units[at] ?? 0), PRIME);
    let slot = slotOf(hash, mask);
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = place;
  }
  const isAt = (place: number, word: string, from: number, length: number): boolean => {
    if (lengthAt(place) !== length) return false;
    const start = startAt(place);
    for (let at = 0; at < length; at += 1) {
      if (units[start + at] !== word.charCodeAt(from + at)) return false;
    }
    return true;
  };
  const hashes = new Int32Array(longest);
  const find = (word: string, from: number, continues: boolean): number => {
    const wanted = continues ? 1 : 0;
    const most = Math.min(word.length - from, longest);
    let hash = continues ? NEXT_SEED : FIRST_SEED;
    for (let at = 0; at < most; at += 1) {
      hash = Math.imul(hash ^ word.charCodeAt(from + at), PRIME);
      hashes[at] = hash;
    }
    for (let length = most; length > 0; length -= 1) {
      let slot = slotOf(hashes[length - 1] ?? 0, mask);
      for (let place = slots[slot] ?? -1; place !== -1; place = slots[slot] ?? -1) {
        if (continuing[place] === wanted && isAt(place, word, from, length)) return place;
        slot = (slot + 1) & mask;
      }
    }
    return -1;
  };
  return { vocabulary: { unknown, find, idAt: (place) => ids[place] ?? 0, lengthAt }, end };
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}
