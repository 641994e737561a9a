/** UTF-16 units at a text's end in which a loop is looked for. */
const LOOP_CHARS = 8_192;
/** Words of a passage that is looked for again. */
const PASSAGE = 8;
/** Fewest words of a text whose passages are counted. */
const FEWEST_WORDS = 60;

/** The longest run of one UTF-16 unit; of no text an empty one. Steps over what is too short to be longer. */
export function longestRun(text: string): { readonly sign: string; readonly length: number } {
  let best = 0;
  let bestAt = 0;
  for (let start = 0; start + best < text.length;) {
    // A longer run that starts here or later holds this unit; it starts no earlier than the unit's own run.
    let end = start + best;
    const unit = text.charCodeAt(end);
    let first = end;
    while (first > start && text.charCodeAt(first - 1) === unit) first -= 1;
    if (first > start) {
      start = first;
      continue;
    }
    while (end < text.length && text.charCodeAt(end) === unit) end += 1;
    best = end - start;
    bestAt = start;
    start = end;
  }
  return { sign: text.slice(bestAt, bestAt + 1), length: best };
}

/**
 * The longest end of a text that is one passage over and over, the last round maybe cut off: how many rounds, and how
 * many UTF-16 units in all. By the border array of the reversed text (Knuth, Morris and Pratt 1977), so in linear time.
 */
export function longestLoopAtEnd(text: string): { readonly rounds: number; readonly chars: number } {
  const length = Math.min(text.length, LOOP_CHARS);
  const last = text.length - 1;
  const borders = new Int32Array(length);
  let rounds = 0;
  let chars = 0;
  for (let at = 1, border = 0; at < length; at += 1) {
    const unit = text.charCodeAt(last - at);
    while (border > 0 && text.charCodeAt(last - border) !== unit) border = borders[border - 1] ?? 0;
    if (text.charCodeAt(last - border) === unit) border += 1;
    borders[at] = border;
    const period = at + 1 - border;
    if ((at + 1) / period >= 3) {
      rounds = (at + 1) / period;
      chars = at + 1;
    }
  }
  return { rounds, chars };
}

/** Shares of the words that stand in a passage of eight words which the text had before, in [0, 1]. */
export interface RepeatedShares {
  readonly exact: number;
  /** Where all numbers count as the same word. */
  readonly mergedNumbers: number;
}

/** Counts repeated passages. They are told apart by a hash of 32 bits, which is good enough for a share. */
export function repeatedShares(text: string): RepeatedShares {
  const { exact, merged } = hashWords(text);
  const mergedNumbers = shareOf(merged);
  // What differs in its numbers only is the same there, so the share is never the smaller one.
  return { exact: mergedNumbers === 0 ? 0 : shareOf(exact), mergedNumbers };
}

function shareOf(words: readonly number[]): number {
  if (words.length < FEWEST_WORDS) return 0;
  const seen = hashSet(words.length);
  let repeated = 0;
  let coveredTo = 0;
  for (let at = 0; at + PASSAGE <= words.length; at += 1) {
    let passage = 0;
    for (let word = at; word < at + PASSAGE; word += 1) {
      passage = Math.imul(passage, FNV_PRIME) ^ (words[word] ?? 0);
    }
    if (seen(passage)) {
      repeated += at + PASSAGE - Math.max(at, coveredTo);
      coveredTo = at + PASSAGE;
    }
  }
  return repeated / words.length;
}

/** Says whether a hash was there before, and keeps it: several times as fast as a `Set`, which makes objects of large numbers. */
function hashSet(most: number): (hash: number) => boolean {
  const bits = 33 - Math.clz32(Math.max(most, 1));
  const slots = new Int32Array(2 ** bits);
  const mask = slots.length - 1;
  return (hash) => {
    // A free slot holds 0.
    const key = hash === 0 ? 1 : hash;
    let at = (key ^ (key >>> 15)) & mask;
    while (slots[at] !== 0) {
      if (slots[at] === key) return true;
      at = (at + 1) & mask;
    }
    slots[at] = key;
    return false;
  };
}

const FNV_PRIME = 0x01000193;
const FNV_START = 0x811c9dc5;
const NUMBER_HASH = 1;

/** FNV-1a of every word: a run of letters and digits, or one sign; letters beyond ASCII are as they are. */
function hashWords(text: string): { readonly exact: readonly number[]; readonly merged: readonly number[] } {
  const exact: number[] = [];
  const merged: number[] = [];
  let at = 0;
  while (at < text.length) {
    let unit = text.charCodeAt(at);
    // Blanks, and the rest of a line that is drawn with one sign.
    if (unit <= 32 || (!isWordUnit(unit) && unit === text.charCodeAt(at - 1))) {
      at += 1;
      continue;
    }
    let hash = FNV_START;
    let isNumber = true;
    const isWord = isWordUnit(unit);
    do {
      if (unit < 48 || unit > 57) isNumber = false;
      hash = Math.imul(hash ^ (unit >= 65 && unit <= 90 ? unit + 32 : unit), FNV_PRIME);
      at += 1;
      unit = text.charCodeAt(at);
    } while (isWord && isWordUnit(unit));
    exact.push(hash);
    merged.push(isNumber ? NUMBER_HASH : hash);
  }
  return { exact, merged };
}

/** Letters, digits and all beyond ASCII; the end of the text (NaN) is none of them. */
function isWordUnit(unit: number): boolean {
  if (unit >= 0x80) return true;
  return (unit >= 48 && unit <= 57) || ((unit | 32) >= 97 && (unit | 32) <= 122);
}
