import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { readEncoderManifest } from '../../../src/embed/manifest.js';
import { loadTokenizer, type Tokenize } from '../../../src/embed/tokens/tokenize.js';
import { cutText } from '../../../src/embed/window.js';
import { loadWordPiece, type WordPiece } from '../../../src/embed/tokens/word-piece.js';
import { packageRoot } from '../../../src/package-root.js';
import { modelDirectory, withModelCopy } from '../model-folder.js';
import { parityRows } from '../parity-rows.js';

const TEXTS: readonly string[] = [
  '',
  ' \t\r\n ',
  'Hello, World!',
  'unbelievably antidisestablishmentarianism',
  'naïve café, Ångström, ÉCOLE, façade, Żółć, İstanbul, ẞtraße',
  'e\u0301 combined, a\u0308\u0323 doubly',
  '我想预订明天去东京的机票',
  '東京 タワー へ 行きたい。한국어 문장입니다',
  'привет, как дела? γειά σου κόσμε שלום עולם مرحبا بالعالم नमस्ते दुनिया สวัสดี',
  '👍🏽 great 👩‍👩‍👧‍👦 family 🇩🇪 flag ☃',
  'zero\u200bwidth\u200djoiner\ufeffmark\u00adsoft',
  'tab\tnew\nline\rreturn\vvertical\fform\u00a0space\u2028line\u3000wide\u0085next',
  'lone \ud800 high, low \udc00, \ufffd, \0 nul, \ue000 private',
  'x = foo(bar[1]) { return a->b && !c; } // #include <stdio.h>',
  '3.14159e-10 $1,000.50 50% 2026-11-22T04:05:06Z #tag @name a_b-c',
  '“quotes” ‘single’ — dash … ellipsis ¿qué? «guillemets» ‽ § ¶ © ™ ½ ² ①',
  'x'.repeat(100),
  'x'.repeat(101),
  '𝒳'.repeat(100),
  '𝒳'.repeat(101),
  '𠀀𠮷 rare 㐀 豈 ideographs',
  '## ##ing # ##',
  'ﬁne ligature Ⅳ ｆｕｌｌｗｉｄｔｈ',
];

describe('loadWordPiece', () => {
  let library: Tokenize;
  let own: WordPiece;

  before(async () => {
    const manifest = await readEncoderManifest(modelDirectory);
    library = await loadTokenizer(manifest);
    own = await loadWordPiece(manifest);
  });

  const agree = (text: string): void => {
    const [ids, expected] = [own(text), library(text).slice(1, -1)];
    // The library's ids are cut to the window: head and tail are compared.
    if (expected.length < 126) assert.deepEqual(ids, expected);
    else assert.deepEqual([...ids.slice(0, 95), ...ids.slice(-31)], expected);
  };

  for (const text of [...TEXTS, ...parityRows.map((row) => row.text)]) {
    it(`gives the library's ids for ${JSON.stringify(text.slice(0, 40))}`, () => {
      agree(cutText(text));
    });
  }

  it("gives the library's ids for every character of the basic plane, alone and inside a word", () => {
    for (let from = 0; from < 0x10000; from += 40) {
      const units = Array.from({ length: 40 }, (_, at) => String.fromCharCode(from + at));
      agree(units.join(' '));
      agree(units.slice(0, 20).join('a'));
    }
  });

  it("gives the library's ids for the sentences of the encoder's own check", async () => {
    const path = join(packageRoot, 'scripts', 'encoder-sentences.txt');
    for (const line of (await readFile(path, 'utf8')).split('\n')) agree(cutText(line));
  });

  it('makes one unknown token of 60 KB of one word', () => {
    assert.deepEqual(own('a'.repeat(61_440)), own('b'.repeat(101)));
  });

  it('does not let a text name a special token', () => {
    assert.ok(!own('[SEP] [CLS]').some((id) => id === 101 || id === 102));
  });

  it('refuses a tokenizer of another kind', async () => {
    await withModelCopy(async (directory) => {
      const manifest = await readEncoderManifest(directory);
      await writeFile(manifest.files.tokenizer, JSON.stringify({ model: { type: 'Unigram' } }));
      await assert.rejects(loadWordPiece(manifest), /is not a lower-case WordPiece tokenizer/);
    });
  });
});
