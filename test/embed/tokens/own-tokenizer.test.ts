import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import * as fc from 'fast-check';
import { type EncoderManifest, readEncoderManifest } from '../../../src/embed/manifest.js';
import { loadOwnTokenizer, type OwnTokenizer } from '../../../src/embed/tokens/own-tokenizer.js';
import { loadTokenizer, type Tokenize } from '../../../src/embed/tokens/tokenize.js';
import { modelDirectory, withModelCopy } from '../model-folder.js';
import { parityRows } from '../parity-rows.js';

describe('loadOwnTokenizer', () => {
  let manifest: EncoderManifest;
  let library: Tokenize;
  let own: OwnTokenizer;

  before(async () => {
    manifest = await readEncoderManifest(modelDirectory);
    library = await loadTokenizer(manifest);
    own = await loadOwnTokenizer(manifest);
  });

  it("gives the library's ids for any text, one that names special tokens too", async () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.lorem({ maxCount: 60, mode: 'words' }),
      fc.constantFrom('[SEP]', '[CLS] ', ' [MASK]', '[sep]', '[UNK]', '[PAD', '##ing', '\ud800'),
    );
    const texts = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        assert.deepEqual(await own(text), library(text));
      }),
      { numRuns: 500 },
    );
  });

  for (const { text, ids } of parityRows) {
    it(`gives the reference tokenizer's ids for ${JSON.stringify(text.slice(0, 40))}`, async () => {
      if (text.length < 2_000) assert.deepEqual(await own(text), ids);
    });
  }

  it('leaves a tokenizer to the library that does more', async () => {
    await withModelCopy(async (directory) => {
      const { files, maxTokens } = await readEncoderManifest(directory);
      const path = files.tokenizer;
      const fields = JSON.parse(await readFile(path, 'utf8')) as { normalizer: Record<string, unknown> };
      fields.normalizer['strip_accents'] = false;
      await writeFile(path, JSON.stringify(fields));
      const other = await loadOwnTokenizer({ files, maxTokens });
      assert.deepEqual(await other('café'), (await loadTokenizer({ files, maxTokens }))('café'));
      assert.notDeepEqual(await other('café'), await own('café'));
    });
  });
});
