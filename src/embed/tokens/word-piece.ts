import { DragomanError } from '../../errors.js';
import type { EncoderManifest } from '../manifest.js';
import { readWordPieceFile } from './tokenizer-file.js';
import { readVocabulary, type Vocabulary } from './vocabulary.js';

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

/** Adds the word's pieces, the longest that fits first (Schuster and Nakajima 2012; Devlin et al. 2019). */
function addPieces(word: string, vocabulary: Vocabulary, ids: number[]): void {
  const before = ids.length;
  let from = 0;
  while (from < word.length) {
    const place = vocabulary.find(word, from, from > 0);
    if (place === -1) {
      ids.length = before;
      ids.push(vocabulary.unknown ?? 0);
      return;
    }
    ids.push(vocabulary.idAt(place));
    from += vocabulary.lengthAt(place);
  }
}

const isTooLong = (word: string): boolean =>
  word.length > LONGEST_WORD && Array.from(word).length > LONGEST_WORD;

/**
 * A WordPiece tokenizer for lower-case BERT vocabularies, for the thread that serves: it gives the ids of
 * `@huggingface/tokenizers` at a fraction of its time. Only the names of special tokens differ: `[SEP]` in a text is
 * three ordinary tokens here.
 *
 * @param vocabulary must hold `[UNK]`
 */
export function wordPieceOf(vocabulary: Vocabulary): WordPiece {
  const { unknown = 0 } = vocabulary;
  return (text) => {
    const ids: number[] = [];
    for (const word of normalised(text).match(WORD) ?? []) {
      if (isTooLong(word)) ids.push(unknown);
      else addPieces(word, vocabulary, ids);
    }
    return ids;
  };
}

/** {@link wordPieceOf} for a vocabulary as an object: token to id, a whole number. */
export function createWordPiece(tokens: Readonly<Record<string, number>>): WordPiece {
  const read = readVocabulary(JSON.stringify(tokens), 1);
  if (read === undefined) throw new Error('a vocabulary is an object of tokens and whole numbers');
  return wordPieceOf(read.vocabulary);
}

/**
 * Reads the vocabulary of the encoder's `tokenizer.json`.
 *
 * @throws DragomanError `encoder_invalid` for a tokenizer that is not lower-case WordPiece
 */
export async function loadWordPiece(manifest: EncoderManifest): Promise<WordPiece> {
  const path = manifest.files.tokenizer;
  const file = await readWordPieceFile(path);
  if (file === undefined) {
    throw new DragomanError(
      'encoder_invalid',
      `${path} is not a lower-case WordPiece tokenizer, which a static table needs: remove files.staticTable from manifest.json`,
    );
  }
  return wordPieceOf(file.vocabulary);
}
