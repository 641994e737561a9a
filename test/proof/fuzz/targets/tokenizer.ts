import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tokenizers from '@huggingface/tokenizers';
import fc from 'fast-check';
import { loadOwnTokenizer } from '../../../../src/embed/tokens/own-tokenizer.js';
import {
  cutText,
  cutTokens,
  HEAD_CHARACTERS,
  TAIL_CHARACTERS,
  WINDOW_TOKENS,
} from '../../../../src/embed/window.js';
import { createWordPiece } from '../../../../src/embed/tokens/word-piece.js';
import { packageRoot } from '../../../../src/package-root.js';
import { cutMiddle } from '../../../../src/request/cut-middle.js';
import { startOfText } from '../../../../src/request/cut-text.js';
import { defineTarget } from '../fuzz-target.js';
import { hostileText } from '../grammar/hostile-text.js';

const FOLDER = join(packageRoot, 'models/all-minilm-l6-v2');
const FILES = {
  tokenizer: join(FOLDER, 'tokenizer.json'),
  tokenizerConfig: join(FOLDER, 'tokenizer_config.json'),
};

type OwnTokenizerFiles = Parameters<typeof loadOwnTokenizer>[0];

type Encode = (
  text: string,
  options: { readonly add_special_tokens: boolean },
) => { readonly ids: readonly number[] };

// The package's own types leave the file endings out of their imports, which `nodenext` cannot resolve.
const { Tokenizer } = tokenizers as unknown as {
  readonly Tokenizer: new (tokenizer: object, config: object) => { readonly encode: Encode };
};

/** In a text they are ordinary tokens for our WordPiece alone, and special ones for the reference. */
const SPECIAL = /\[(?:CLS|SEP|PAD|UNK|MASK)\]/gi;

const text = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  // Every code point alone between letters, lone surrogates included.
  {
    weight: 2,
    arbitrary: fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 12 }).map(betweenLetters),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('a', 'é', '中', '😀', '##'), fc.integer({ min: 95, max: 105 }))
      .map(([one, times]) => one.repeat(times)),
  },
);

function betweenLetters(points: readonly number[]): string {
  return points.map((point) => `a${String.fromCodePoint(point)}`).join('');
}

function readJson(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object;
}

export const tokenizerTarget = defineTarget({
  name: 'tokenizer',
  claim:
    "Our WordPiece gives the ids of Hugging Face's tokenizer for any text; the encoder's window keeps to its size, its first and its last token.",
  weight: 8,
  arbitrary: text,
  prepare: async () => {
    const file = readJson(FILES.tokenizer) as {
      readonly model: { readonly vocab: Readonly<Record<string, number>> };
    };
    const { vocab } = file.model;
    const reference = new Tokenizer(file, readJson(FILES.tokenizerConfig));
    const ours = createWordPiece(vocab);
    const window = await loadOwnTokenizer({ files: FILES, maxTokens: 512 } as OwnTokenizerFiles);
    return async (input) => {
      const plain = input.replaceAll(SPECIAL, '[x]');
      assert.deepEqual([...ours(plain)], [...reference.encode(plain, { add_special_tokens: false }).ids]);
      const whole = reference.encode(input, { add_special_tokens: true }).ids;
      const cut = await window(input);
      assert.deepEqual([...cut], [...cutTokens(whole)]);
      assert.ok(cut.length >= 2 && cut.length <= WINDOW_TOKENS, `${cut.length} tokens`);
      assert.deepEqual([cut[0], cut.at(-1)], [vocab['[CLS]'], vocab['[SEP]']]);
    };
  },
});

export const textCutsTarget = defineTarget({
  name: 'text-cuts',
  claim: 'Wherever a long text is cut, no surrogate pair is cut in two, and the parts keep to their size.',
  weight: 6,
  arbitrary: fc.record({
    text: fc.array(hostileText, { maxLength: 6 }).map((parts) => parts.join('')),
    head: fc.integer({ min: 1, max: 40 }),
    tail: fc.integer({ min: 1, max: 40 }),
  }),
  prepare:
    () =>
    ({ text: input, head, tail }) => {
      const sound = Buffer.from(input).toString();
      const cut = cutText(sound, head, tail);
      assert.ok(isWellFormed(cut) && cut.length <= head + tail + 1);
      assert.ok(isWellFormed(startOfText(sound, head)) && startOfText(sound, head).length <= head);
      assert.ok(isWellFormed(cutMiddle(input, 2 * head)));
      assert.ok(cutText(input.repeat(4)).length <= HEAD_CHARACTERS + TAIL_CHARACTERS + 1);
    },
});

/** Whether every surrogate has its other half; `isWellFormed` came with Node 22's types. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text;
}
