import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { readEncoderManifest } from '../../../src/embed/manifest.js';
import { loadTokenizer, type Tokenize } from '../../../src/embed/tokens/tokenize.js';
import { cutText, WINDOW_TOKENS } from '../../../src/embed/window.js';
import { modelDirectory } from '../model-folder.js';
import { parityRows } from '../parity-rows.js';

const CLS = 101;
const SEP = 102;

describe('loadTokenizer', () => {
  let tokenize: Tokenize;

  before(async () => {
    tokenize = await loadTokenizer(await readEncoderManifest(modelDirectory));
  });

  for (const row of parityRows) {
    it(`gives the reference tokenizer's ids for ${JSON.stringify(row.text.slice(0, 40))}`, () => {
      assert.deepEqual(tokenize(cutText(row.text)), row.ids);
    });
  }

  it('wraps the empty text in its two special tokens', () => {
    assert.deepEqual(tokenize(''), [CLS, SEP]);
  });

  it('is bounded for every kind of long text', () => {
    const long = ['word ', 'x', '東', '😀', ' ', '\ud800', '\u200b', '\0', '[SEP]'].map((s) =>
      s.repeat(1_000_000),
    );
    for (const text of long) {
      const ids = tokenize(cutText(text));
      assert.ok(ids.length >= 2 && ids.length <= WINDOW_TOKENS, `${ids.length} tokens`);
      assert.equal(ids[0], CLS);
      assert.equal(ids.at(-1), SEP);
    }
  });
});
