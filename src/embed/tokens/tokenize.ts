import { readFile } from 'node:fs/promises';
import * as tokenizers from '@huggingface/tokenizers';
import type { EncoderManifest } from '../manifest.js';
import { cutTokens, WINDOW_TOKENS } from '../window.js';

type TokenizerClass = new (
  tokenizer: object,
  config: object,
) => { encode(text: string): { readonly ids: readonly number[] } };

// The package's own types leave the file endings out of their imports, which `nodenext` cannot resolve.
const { Tokenizer } = tokenizers as unknown as { readonly Tokenizer: TokenizerClass };

/**
 * Text to token ids, special tokens included: at least 2 and at most {@link WINDOW_TOKENS} of them. The text is one that
 * `cutText` has bounded, for the whole of it is read.
 */
export type Tokenize = (text: string) => readonly number[];

async function readObject(path: string): Promise<object> {
  const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${path} does not hold a JSON object`);
  return parsed;
}

/** Reads the encoder's tokenizer files. Any string is allowed: empty, lone surrogates. */
export async function loadTokenizer(
  manifest: Pick<EncoderManifest, 'files' | 'maxTokens'>,
): Promise<Tokenize> {
  const tokenizer = new Tokenizer(
    await readObject(manifest.files.tokenizer),
    await readObject(manifest.files.tokenizerConfig),
  );
  const limit = Math.min(WINDOW_TOKENS, manifest.maxTokens);
  return (text) => cutTokens(tokenizer.encode(text).ids, limit);
}
