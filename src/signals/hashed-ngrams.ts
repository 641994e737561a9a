import type { SparseVector } from '../heads/sparse-vector.js';

/** Positions of {@link hashNgrams}: 2^15. */
export const NGRAM_DIMENSIONS = 32_768;

/** UTF-16 units that are looked at: the head and the tail of a long text. */
const HEAD_CHARS = 3_072;
const TAIL_CHARS = 1_024;

/** Letters, digits and what joins them; any symbol (emoji) is a word of its own. */
const WORD = /[\p{L}\p{M}\p{N}_'’]+|[\p{S}]/gu;
/** Zero-width and other characters that are there to be unseen. */
const UNSEEN = /\p{Cf}+/gu;
/** From here on lie scripts whose characters are words or syllables (CJK), so that one or two of them say something. */
const DENSE_SCRIPTS = 0x2e80;

const [OFFSET, PRIME] = [2_166_136_261, 16_777_619];
const [WORD_SALT, PAIR_SALT, SPACE] = [0x57, 0x50, 0x20];

/** Longest text that is hashed, in UTF-16 units: normalisation can make one character eighteen. */
const MOST_CHARS = 2 * (HEAD_CHARS + TAIL_CHARS);
/** Most n-grams a character: of a dense script where each is a word, six runs, the word and its pair. */
const MOST_NGRAMS = 8 * MOST_CHARS;

/** Scratch space of the one call that runs; `counts` is all zero between calls. */
const counts = new Float64Array(NGRAM_DIMENSIONS);
const touched = new Uint32Array(MOST_NGRAMS);
const values = new Float64Array(MOST_NGRAMS);
let touches = 0;

/**
 * Words, pairs of words, and runs of 3-5 characters inside words (1-5 in dense scripts), lower case and NFKC, hashed to
 * {@link NGRAM_DIMENSIONS} positions with a sign (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask
 * Learning"). Entries are ±(1 + log count), scaled to length 1; a text without words gives no entries.
 */
export function hashNgrams(text: string): SparseVector {
  touches = 0;
  let before = 0;
  for (const word of plain(text).match(WORD) ?? []) {
    const whole = hashOf(WORD_SALT, word);
    add(whole);
    if (before !== 0) add(step(step(step(OFFSET, PAIR_SALT), before), whole));
    before = whole;
    addRuns(word);
  }
  return collect();
}

function add(hash: number): void {
  const mixed = finish(hash);
  const at = mixed & (NGRAM_DIMENSIONS - 1);
  if (counts[at] === 0) {
    touched[touches] = at;
    touches += 1;
  }
  counts[at] = (counts[at] ?? 0) + (mixed & 0x8000_0000 ? -1 : 1);
}

function plain(text: string): string {
  const cut =
    text.length > HEAD_CHARS + TAIL_CHARS ? `${text.slice(0, HEAD_CHARS)} ${text.slice(-TAIL_CHARS)}` : text;
  // Lower case comes after normalisation, so that width variants are met.
  return cut.normalize('NFKC').toLowerCase().replace(UNSEEN, '').slice(0, MOST_CHARS);
}

/** Runs of 3-5 UTF-16 units of the word between two spaces. */
function addRuns(word: string): void {
  const end = word.length + 2;
  const unit = (at: number): number => (at === 0 || at === end - 1 ? SPACE : word.charCodeAt(at - 1));
  const shortest = word.charCodeAt(0) >= DENSE_SCRIPTS ? 1 : 3;
  for (let from = 0; from < end; from += 1) {
    let hash = OFFSET;
    for (let size = 1; size <= 5 && from + size <= end; size += 1) {
      hash = step(hash, unit(from + size - 1));
      if (size >= shortest) add(hash);
    }
  }
}

/** Takes the counts of the touched positions, and leaves zeros. */
function collect(): SparseVector {
  let [size, squares] = [0, 0];
  for (let from = 0; from < touches; from += 1) {
    const at = touched[from] ?? 0;
    const count = counts[at] ?? 0;
    // A position whose signs cancelled out may be touched again, so it can be listed twice; the second finds zero.
    if (count === 0) continue;
    counts[at] = 0;
    const value = count > 0 ? damped(count) : -damped(-count);
    touched[size] = at;
    values[size] = value;
    size += 1;
    squares += value * value;
  }
  const length = Math.sqrt(squares) || 1;
  const scaled = new Float32Array(size);
  for (let at = 0; at < size; at += 1) scaled[at] = (values[at] ?? 0) / length;
  return { indices: touched.slice(0, size), values: scaled };
}

/** Most n-grams occur once. */
const damped = (count: number): number => (count === 1 ? 1 : 1 + Math.log(count));

function hashOf(salt: number, word: string): number {
  let hash = step(OFFSET, salt);
  for (let at = 0; at < word.length; at += 1) hash = step(hash, word.charCodeAt(at));
  return hash;
}

/** One step of FNV-1a, on numbers of up to 32 bits. */
function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME);
}

/** FNV's low bits of short inputs repeat themselves; this spreads them (MurmurHash3's finaliser). */
function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
