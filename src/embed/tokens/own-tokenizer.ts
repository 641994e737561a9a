import type { EncoderManifest } from '../manifest.js';
import type { Tokenize } from './tokenize.js';
import { readWordPieceFile } from './tokenizer-file.js';
import { cutTokens, WINDOW_TOKENS } from '../window.js';
import { wordPieceOf } from './word-piece.js';

/** Text to what `loadTokenizer` makes of it. */
export type OwnTokenizer = (text: string) => readonly number[] | Promise<readonly number[]>;

/**
 * The encoder's tokenizer, by our own code where that gives the same ids: for a usual lower-case BERT, texts that name no
 * special token. Everything else is the library's, which is loaded when first needed: it takes some 15 MB, and a tenth of a
 * second.
 */
export async function loadOwnTokenizer(
  manifest: Pick<EncoderManifest, 'files' | 'maxTokens'>,
): Promise<OwnTokenizer> {
  const file = await readWordPieceFile(manifest.files.tokenizer);
  if (file?.frame === undefined) return loadLibrary(manifest);
  const { special } = file;
  const [before, after] = file.frame;
  const wordPiece = wordPieceOf(file.vocabulary);
  const limit = Math.min(WINDOW_TOKENS, manifest.maxTokens);
  let library: Promise<Tokenize> | undefined;
  return (text) => {
    if (!special.some((name) => text.includes(name))) {
      return cutTokens([before, ...wordPiece(text), after], limit);
    }
    library ??= loadLibrary(manifest);
    return library.then((tokenize) => tokenize(text));
  };
}

async function loadLibrary(manifest: Pick<EncoderManifest, 'files' | 'maxTokens'>): Promise<Tokenize> {
  const { loadTokenizer } = await import('./tokenize.js');
  return loadTokenizer(manifest);
}
