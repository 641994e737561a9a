import { readFile } from 'node:fs/promises';
import { DragomanError } from '../errors.js';
import type { EncoderManifest } from './manifest.js';

/** Text to token ids without special tokens. The whole text is read: cut it before. */
export type WordPiece = (text: string) => readonly number[];

/** Longer words, in code points, are one unknown token (Hugging Face's default). */
const LONGEST_WORD = 100;

const PLAIN = /^[\x20-\x7e]*$/;
const BREAK = /[\t\n\r]/g;
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\ufffd]/gu;
const CJK = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
const ACCENT = /\p{Mn}/gu;
const WORD = /[^\s\p{P}!-/:-@[-`{-~]+|[\p{P}!-/:-@[-`{-~]/gu;

/** What BERT's normaliser makes of a text: lower case, no accents, no unseen characters, spaces around CJK. */
function normalised(text: string): string {
  const oneLine = text.replace(BREAK, ' ');
  if (PLAIN.test(oneLine)) return oneLine.toLowerCase();
  const seen = oneLine.replace(UNSEEN, '').replace(CJK, ' $& ');
  return seen.toLowerCase().normalize('NFD').replace(ACCENT, '');
}

interface Vocabulary {
  /** Pieces that begin a word. */
  readonly first: ReadonlyMap<string, number>;
  /** Pieces that continue one, without their `##`. */
  readonly next: ReadonlyMap<string, number>;
  readonly unknown: number;
  /** Length of the longest piece in UTF-16 units. */
  readonly longest: number;
}

/** Adds the word's pieces, the longest that fits first (Schuster and Nakajima 2012; Devlin et al. 2019). */
function addPieces(word: string, { first, next, unknown, longest }: Vocabulary, ids: number[]): void {
  const before = ids.length;
  let from = 0;
  while (from < word.length) {
    const pieces = from === 0 ? first : next;
    let to = Math.min(word.length, from + longest);
    let id: number | undefined;
    for (; to > from; to -= 1) {
      id = pieces.get(word.slice(from, to));
      if (id !== undefined) break;
    }
    if (id === undefined) {
      ids.length = before;
      ids.push(unknown);
      return;
    }
    ids.push(id);
    from = to;
  }
}

const isTooLong = (word: string): boolean =>
  word.length > LONGEST_WORD && Array.from(word).length > LONGEST_WORD;

/**
 * A WordPiece tokenizer for lower-case BERT vocabularies, for the thread that serves: it gives the ids of
 * `@huggingface/tokenizers` at a fraction of its time. Only the names of special tokens differ: `[SEP]` in a text is
 * three ordinary tokens here.
 *
 * @param vocabulary token to id; must hold `[UNK]`
 */
export function createWordPiece(vocabulary: Readonly<Record<string, number>>): WordPiece {
  const first = new Map<string, number>();
  const next = new Map<string, number>();
  let longest = 1;
  for (const [token, id] of Object.entries(vocabulary)) {
    const continues = token.startsWith('##') && token.length > 2;
    const piece = continues ? token.slice(2) : token;
    (continues ? next : first).set(piece, id);
    longest = Math.max(longest, piece.length);
  }
  const known: Vocabulary = { first, next, unknown: vocabulary['[UNK]'] ?? 0, longest };
  return (text) => {
    const ids: number[] = [];
    for (const word of normalised(text).match(WORD) ?? []) {
      if (isTooLong(word)) ids.push(known.unknown);
      else addPieces(word, known, ids);
    }
    return ids;
  };
}

interface TokenizerFile {
  readonly model?: { readonly type?: string; readonly vocab?: Readonly<Record<string, number>> };
  readonly normalizer?: { readonly type?: string; readonly lowercase?: boolean } | null;
}

/**
 * Reads the vocabulary of the encoder's `tokenizer.json`.
 *
 * @throws DragomanError `encoder_invalid` for a tokenizer that is not lower-case WordPiece
 */
export async function loadWordPiece(manifest: EncoderManifest): Promise<WordPiece> {
  const path = manifest.files.tokenizer;
  const { model, normalizer } = JSON.parse(await readFile(path, 'utf8')) as TokenizerFile;
  const isBert = normalizer?.type === 'BertNormalizer' && normalizer.lowercase === true;
  if (model?.type !== 'WordPiece' || model.vocab?.['[UNK]'] === undefined || !isBert) {
    throw new DragomanError(
      'encoder_invalid',
      `${path} is not a lower-case WordPiece tokenizer, which a static table needs: remove files.staticTable from manifest.json`,
    );
  }
  return createWordPiece(model.vocab);
}
