import type { EncoderManifest } from './manifest.js';
import { loadStaticTable, staticVector } from './static-table.js';
import { cutText, cutTokens } from './window.js';
import { loadWordPiece } from './tokens/word-piece.js';

/** UTF-16 code units read of a long text's start and end: about the tokens that the encoder's window keeps. */
const HEAD_CHARACTERS = 768;
const TAIL_CHARACTERS = 256;
/** Most tokens summed. Scripts with a token a character would otherwise cost five times as much as English. */
const MOST_TOKENS = 256;

/** A text's vector without the encoder: fast enough for the thread that serves. */
export interface StaticEncoder {
  /** Length of the vectors, 256 for the shipped table; it differs from the encoder's. */
  readonly dimensions: number;
  /** SHA-256 of the encoder's model file that the table was made from, hexadecimal. */
  readonly checksum: string;
  /** A unit vector, or all zero for a text without known tokens. Any text; cost is bounded, some 0.1 ms at most. */
  embed(text: string): Float32Array<ArrayBuffer>;
}

/**
 * Loads the static table that comes with an encoder, and its vocabulary: about 8 MB and 1 MB of memory.
 *
 * @returns `undefined` for an encoder that comes without a table
 * @throws DragomanError `encoder_invalid` for a table or a tokenizer that does not fit
 */
export async function loadStaticEncoder(manifest: EncoderManifest): Promise<StaticEncoder | undefined> {
  const table = await loadStaticTable(manifest);
  if (table === undefined) return undefined;
  const wordPiece = await loadWordPiece(manifest);
  return {
    dimensions: table.dimensions,
    checksum: manifest.checksum,
    embed(text) {
      const ids = wordPiece(cutText(text, HEAD_CHARACTERS, TAIL_CHARACTERS));
      return staticVector(table, cutTokens(ids, MOST_TOKENS));
    },
  };
}
