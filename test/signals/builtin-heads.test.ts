import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createEncoderPool } from '../../src/embed/encoder-pool.js';
import type { Encoder } from '../../src/embed/encoder.js';
import { viewOfText } from '../../src/lab/view-of-text.js';
import { packageRoot } from '../../src/package-root.js';
import {
  readBuiltinHeads,
  scoreBuiltin,
  type BuiltinHeads,
  type BuiltinEvidence,
  type HeadSignal,
} from '../../src/signals/builtin-heads.js';
import { featureVector } from '../../src/signals/feature-vector.js';
import { focusOf } from '../../src/signals/focus/focus.js';
import { hashNgrams } from '../../src/signals/hashed-ngrams.js';

type Prompts = Readonly<Record<string, readonly string[]>>;

/** Prompts written for this test; the heads have not seen them. */
const PROMPTS = JSON.parse(
  readFileSync(join(packageRoot, 'test', 'fixtures', 'builtin', 'prompts.json'), 'utf8'),
) as Readonly<Record<string, Prompts>>;

/** Least share of right labels: with the encoder, and with features and n-grams alone. */
const FLOORS: Readonly<Partial<Record<HeadSignal, readonly [number, number]>>> = {
  task: [0.85, 0.7],
  harm: [0.8, 0.65],
  jailbreak: [0.85, 0.8],
  injection: [0.85, 0.75],
  domain: [0.75, 0.5],
};

function evidenceOf(text: string): BuiltinEvidence {
  const view = viewOfText(text);
  const focus = focusOf(view);
  return { focus, features: featureVector(view, focus), ngrams: hashNgrams(focus.text) };
}

describe('built-in heads', () => {
  let heads: BuiltinHeads;
  let encoder: Encoder;

  before(async () => {
    const directory = join(packageRoot, 'models', 'all-minilm-l6-v2');
    encoder = await createEncoderPool({ directory, workers: 1, queue: 512 });
    const read = await readBuiltinHeads(encoder.checksum);
    assert.ok(read.ok, read.ok ? '' : read.problem.message);
    heads = read.value;
  });
  after(() => encoder.close());

  for (const [name, [withEncoder, without]] of Object.entries(FLOORS) as [HeadSignal, [number, number]][]) {
    it(`${name} keeps its floors on prompts it has not seen`, async () => {
      const cases = Object.entries(PROMPTS[name] ?? {}).flatMap(([label, texts]) =>
        texts.map((text) => ({ label, text })),
      );
      const missed: string[] = [];
      let [right, plain] = [0, 0];
      for (const { label, text } of cases) {
        const evidence = evidenceOf(text);
        const embedding = await encoder.embed(evidence.focus.text, 60_000);
        assert.ok(embedding.ok);
        const found = scoreBuiltin(heads, name, { ...evidence, embedding: embedding.vector });
        const total = Object.values(found.scores).reduce((sum, score) => sum + score, 0);
        assert.ok(Math.abs(total - 1) < 1e-4);
        if (found.label === label) right += 1;
        else missed.push(`${label} taken for ${found.label}: ${text}`);
        if (scoreBuiltin(heads, name, evidence).label === label) plain += 1;
      }
      assert.ok(right / cases.length >= withEncoder, `${right} of ${cases.length}\n${missed.join('\n')}`);
      assert.ok(plain / cases.length >= without, `without an encoder ${plain} of ${cases.length}`);
    });
  }

  it('say something sound of any text', () => {
    const texts = ['', '🙂'.repeat(500), '\u200b\u200b', 'word '.repeat(12_000), 'ا'.repeat(300)];
    for (const text of texts) {
      const evidence = evidenceOf(text);
      for (const name of Object.keys(heads) as HeadSignal[]) {
        const scores = Object.values(scoreBuiltin(heads, name, evidence).scores);
        assert.ok(scores.every((score) => score >= 0 && score <= 1));
      }
    }
  });

  it('are refused with another encoder', async () => {
    const read = await readBuiltinHeads('0'.repeat(64));
    assert.ok(!read.ok);
    assert.match(read.problem.message, /task\.json: fitted on the encoder/);
  });
});
