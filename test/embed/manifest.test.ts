import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readEncoderManifest } from '../../src/embed/manifest.js';
import { DragomanError } from '../../src/errors.js';
import { modelDirectory, withModelCopy } from './model-folder.js';

async function refusal(directory: string): Promise<string> {
  try {
    await readEncoderManifest(directory);
  } catch (error) {
    assert.ok(error instanceof DragomanError);
    assert.equal(error.code, 'encoder_invalid');
    assert.doesNotMatch(error.message, /\n/);
    return error.message;
  }
  return assert.fail('the folder was accepted');
}

async function refusalAfter(change: (directory: string) => Promise<void>): Promise<string> {
  let message = '';
  await withModelCopy(async (directory) => {
    await change(directory);
    message = await refusal(directory);
  });
  return message;
}

async function edit(directory: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(directory, 'manifest.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
}

describe('readEncoderManifest', () => {
  it('accepts the shipped encoder', async () => {
    const manifest = await readEncoderManifest(modelDirectory);
    assert.equal(manifest.name, 'all-minilm-l6-v2');
    assert.equal(manifest.dimensions, 384);
    assert.equal(manifest.maxTokens, 256);
    assert.match(manifest.checksum, /^[0-9a-f]{64}$/);
    assert.equal(manifest.files.model, join(modelDirectory, 'model.int8.onnx'));
  });

  it('refuses a folder that is not there', async () => {
    assert.match(await refusal(join(modelDirectory, 'none')), /manifest\.json cannot be read/);
  });

  it('refuses a truncated model', async () => {
    const message = await refusalAfter((directory) => truncate(join(directory, 'model.int8.onnx'), 1_000));
    assert.match(message, /model\.int8\.onnx has 1000 bytes, the manifest says \d+/);
  });

  it('refuses a file with one changed byte', async () => {
    const message = await refusalAfter(async (directory) => {
      const path = join(directory, 'tokenizer.json');
      const data = await readFile(path);
      data[1_000] = (data[1_000] ?? 0) ^ 1;
      await writeFile(path, data);
    });
    assert.match(message, /tokenizer\.json has SHA-256 [0-9a-f]{64}, the manifest says be50c3/);
  });

  it('refuses a missing file', async () => {
    const message = await refusalAfter((directory) => rm(join(directory, 'tokenizer_config.json')));
    assert.match(message, /tokenizer_config\.json cannot be read/);
  });

  const edits: readonly (readonly [string, string | RegExp, string, RegExp])[] = [
    ['damaged JSON', /^\{/, '', /is not valid JSON/],
    ['another pooling', '"mean"', '"max"', /pooling is "max", must be "mean" or "cls"/],
    ['vectors without unit length', '"normalize": true', '"normalize": false', /normalize is false/],
    ['a number of dimensions that is none', '384', '0', /dimensions is 0/],
    ['a path out of the folder', '"model.int8.onnx"', '"../model.onnx"', /path is "\.\.\/model\.onnx"/],
    ['no files', '"files"', '"others"', /files must be a JSON object/],
  ];
  for (const [what, from, to, message] of edits) {
    it(`refuses ${what}`, async () => {
      assert.match(await refusalAfter((directory) => edit(directory, from, to)), message);
    });
  }
});
