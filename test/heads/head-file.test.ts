import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fusedProbabilities, type FusedHead } from '../../src/heads/fused-head.js';
import { parseHead, readHeadFile, writeHead } from '../../src/heads/head-file.js';
import { randomNumbers } from '../../src/heads/random.js';

const random = randomNumbers(7);
const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => 2 * random() - 1);
const fusion = { dense: 1, sparse: 0.5, prior: 0, bias: Float32Array.of(0, -1) };
const layer = (dimensions: number): FusedHead['dense'] => ({
  ...{ classes: 2, dimensions, weights: numbers(2 * dimensions), bias: numbers(2) },
});
const HEAD: FusedHead = {
  ...{ name: 'harm', labels: ['no', 'yes'], embedding: 4, features: 3 },
  ...{ dense: layer(7), plain: layer(3), sparse: layer(8), anchors: [[], [numbers(4)]] },
  ...{ fusion, plainFusion: fusion },
};
const EXPECTED = { featureVersion: 1, features: 3, encoder: 'ab'.repeat(32) };
const TEXT = writeHead(HEAD, EXPECTED);

function refusal(text: string, expected = EXPECTED): string {
  const head = parseHead(text, expected);
  assert.ok(!head.ok);
  assert.equal(head.problem.code, 'head_invalid');
  return head.problem.message;
}

describe('head file', () => {
  it('gives back a head that says the same', () => {
    const read = parseHead(TEXT, EXPECTED);
    assert.ok(read.ok);
    const input = {
      ...{ embedding: numbers(4), features: numbers(3) },
      ngrams: [{ indices: Uint32Array.of(1, 12), values: Float32Array.of(0.6, 0.8) }],
    };
    const [before, after] = [fusedProbabilities(HEAD, input), fusedProbabilities(read.value, input)];
    before.forEach((value, at) => {
      assert.ok(Math.abs(value - (after[at] ?? 0)) < 0.01);
    });
    assert.equal(writeHead(read.value, EXPECTED), TEXT);
  });

  it('refuses other features and another encoder', () => {
    assert.match(
      refusal(TEXT, { ...EXPECTED, featureVersion: 2 }),
      /version 1 of the features .*train it again/,
    );
    assert.match(refusal(TEXT, { ...EXPECTED, features: 4 }), /3 numbers/);
    assert.match(
      refusal(TEXT, { ...EXPECTED, encoder: 'cd'.repeat(32) }),
      /encoder abababababab, cdcdcdcdcdcd is loaded/,
    );
  });

  it('says whose format another one is, and what to do', () => {
    assert.match(
      refusal(TEXT.replace('"version": 1', '"version": 2')),
      /^format 2 is of a newer Dragoman, this one reads 1: update Dragoman, or restore the file/,
    );
    assert.match(
      refusal(TEXT.replace('"version": 1', '"version": 0')),
      /^format 0 is of an older Dragoman, this one reads 1: restore the file, or train it again$/,
    );
    assert.match(
      refusal(TEXT.replace('"version": 1,', '')),
      /^version undefined, must be 1: restore the file/,
    );
    assert.match(
      refusal(TEXT.replace('"kind": "', '"kind": "other-')),
      /^kind other-.*, must be .*: restore the file/,
    );
  });

  it('is content with any encoder where none is loaded', () => {
    assert.ok(parseHead(TEXT, { featureVersion: 1, features: 3 }).ok);
  });

  it('refuses a file that was changed or cut', () => {
    assert.match(refusal(TEXT.replace('"harm"', '"hurt"')), /checksum/);
    assert.match(refusal(TEXT.slice(0, 100)), /not valid JSON/);
    assert.match(refusal('[1]'), /JSON object/);
    assert.match(refusal('{}'), /kind undefined/);
  });

  it('refuses numbers that are none and arrays of another size, even under a right checksum', () => {
    const broken = { ...HEAD, fusion: { ...fusion, dense: NaN } };
    assert.match(refusal(writeHead(broken, EXPECTED)), /fusion must hold 5 finite numbers/);
    const short = { ...HEAD, sparse: { ...layer(8), weights: numbers(5) } };
    assert.match(refusal(writeHead(short, EXPECTED)), /sparse\.weights holds 5 numbers, must be 16/);
  });

  it('names a file that is absent', async () => {
    const head = await readHeadFile('nowhere/harm.json', EXPECTED);
    assert.ok(!head.ok);
    assert.match(head.problem.message, /nowhere\/harm\.json cannot be read/);
  });
});
