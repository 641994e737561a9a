import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import { summarise } from '../../../src/lab/outcomes/model-summary.js';
import { fitOutcomeHeads } from '../../../src/lab/outcomes/fit-outcome-heads.js';
import type { OutcomeSample } from '../../../src/lab/outcomes/outcome-sample.js';
import { formatOutcomeBundle, parseOutcomeBundle } from '../../../src/signals/outcome-bundle.js';
import { fittedName, type OutcomeHeads, predictOutcomes } from '../../../src/signals/outcome-heads.js';

const OPTIONS = { encoder: 'abc', featureVersion: 7 };
const EXPECTED = { encoder: 'abc', featureVersion: 7, features: 2 };

/** Easy where the first number is positive; "strong" is right anyway, "new" was asked 60 times only. */
function samplesOf(count: number): OutcomeSample[] {
  const random = randomNumbers(5);
  return Array.from({ length: count }, (_, at) => {
    const vector = Float32Array.from({ length: 4 }, () => 2 * random() - 1);
    const easy = (vector[0] ?? 0) > 0;
    const weak = random() < (easy ? 0.95 : 0.1) ? 1 : 0;
    const models = new Map([
      ['weak', { quality: weak, outputTokens: easy ? 10 : 100 }],
      ['strong', { quality: random() < 0.9 ? 1 : 0, outputTokens: undefined }],
      ...(at < 60 ? [['new', { quality: weak, outputTokens: undefined }] as const] : []),
      ...(at < 5 ? [['rare', { quality: 1, outputTokens: undefined }] as const] : []),
    ]);
    const features = Float32Array.of(random(), 0);
    return { text: `request ${at}`, domain: easy ? 'a' : 'b', models, evidence: { vector, features } };
  });
}

describe('fitOutcomeHeads', async () => {
  const samples = samplesOf(600);
  const fit = await fitOutcomeHeads(samples, OPTIONS);
  const at = (first: number): Float32Array => Float32Array.of(first, 0, 0, 0);
  const predict = (first: number) =>
    predictOutcomes(fit.heads, { vector: at(first), features: Float32Array.of(0.5, 0) });

  it('predicts who answers what well, and how long', () => {
    const [easy, hard] = [predict(0.8), predict(-0.8)];
    assert.ok((easy.get('weak')?.quality ?? 0) > 0.8);
    assert.ok((hard.get('weak')?.quality ?? 1) < 0.25);
    assert.ok((hard.get('strong')?.quality ?? 0) > 0.8);
    assert.ok((hard.get('weak')?.outputTokens ?? 0) > 3 * (easy.get('weak')?.outputTokens ?? 100));
    assert.equal(easy.get('strong')?.outputTokens, undefined);
  });

  it('learns a new model from sixty outcomes, with a wider interval', () => {
    const [easy, hard] = [predict(0.8), predict(-0.8)];
    assert.ok((easy.get('new')?.quality ?? 0) - (hard.get('new')?.quality ?? 1) > 0.4);
    const spread = (name: string): number =>
      fit.heads.models.find((model) => model.name === name)?.spread ?? 0;
    assert.ok(spread('new') > 1.5 * spread('weak'));
    for (const { quality, lower } of hard.values()) assert.ok(lower >= 0 && lower < quality);
  });

  it('leaves out a model of too few outcomes', () => {
    assert.deepEqual(fit.tooFew, ['rare']);
    assert.equal(predict(0).has('rare'), false);
  });

  it('is calibrated, and says so', () => {
    const [weak] = summarise(samples, fit);
    assert.ok(weak && weak.auc > 0.85 && weak.ece < 0.05, JSON.stringify(weak));
  });

  it('calibrates all models by one straight line, so that what they share is not in the gap between them', () => {
    const lines = fit.heads.models.map(({ slope, offset }) => `${slope} ${offset}`);
    assert.equal(new Set(lines).size, 1);
    const [slope = 0] = fit.heads.models.map((model) => model.slope);
    const { difficulty } = fit.heads;
    const shared = { ...fit.heads, difficulty: { ...difficulty, bias: difficulty.bias - 0.05 } };
    const gap = (heads: OutcomeHeads): number => {
      const said = predictOutcomes(heads, { vector: at(0), features: Float32Array.of(0.5, 0) });
      return (said.get('strong')?.quality ?? 0) - (said.get('weak')?.quality ?? 0);
    };
    assert.ok(slope > 0.5 && slope < 2, String(slope));
    assert.ok(Math.abs(gap(shared) - gap(fit.heads)) < 1e-6);
  });

  it('gives the same heads again', async () => {
    const again = await fitOutcomeHeads(samples, OPTIONS);
    assert.equal(formatOutcomeBundle(again.heads), formatOutcomeBundle(fit.heads));
  });

  it('does without embedding and without domains', async () => {
    const plain = samples.map((sample) => ({
      ...sample,
      domain: undefined,
      evidence: { vector: undefined, features: sample.evidence.features },
    }));
    const { heads } = await fitOutcomeHeads(plain, { ...OPTIONS, encoder: '' });
    const evidence = { vector: at(1), features: Float32Array.of(0.5, 0) };
    const quality = predictOutcomes(heads, evidence).get('strong')?.quality ?? 0;
    assert.ok(Math.abs(quality - 0.9) < 0.05, String(quality));
    assert.ok(parseOutcomeBundle(formatOutcomeBundle(heads), EXPECTED).ok, 'fits any encoder');
  });

  it('survives a round trip through a bundle', () => {
    const read = parseOutcomeBundle(formatOutcomeBundle(fit.heads), EXPECTED);
    assert.ok(read.ok);
    const evidence = { vector: at(0.3), features: Float32Array.of(0.5, 0) };
    const [before, after] = [fit.heads, read.value].map((heads) => predictOutcomes(heads, evidence));
    for (const [name, { quality }] of before ?? []) {
      assert.ok(Math.abs(quality - (after?.get(name)?.quality ?? 0)) < 0.005);
    }
    assert.equal(fittedName(read.value, { name: 'big', upstreamModel: 'strong' }), 'strong');
    assert.equal(fittedName(read.value, { name: 'weak', upstreamModel: 'strong' }), 'weak');
    assert.equal(fittedName(read.value, { name: 'big', upstreamModel: 'other' }), undefined);
  });

  it('refuses a bundle that is damaged or fitted on something else', () => {
    const text = formatOutcomeBundle(fit.heads);
    const messageOf = (content: string, expected = EXPECTED): string => {
      const read = parseOutcomeBundle(content, expected);
      return read.ok ? '' : read.problem.message;
    };
    assert.match(messageOf('{'), /not valid JSON/);
    assert.match(messageOf('null'), /must be a JSON object/);
    assert.match(messageOf('{}'), /kind undefined/);
    assert.match(messageOf(text.replace('"weak"', '"week"')), /checksum/);
    assert.match(messageOf(text, { ...EXPECTED, encoder: 'other' }), /encoder abc, other is loaded/);
    assert.match(messageOf(text, { ...EXPECTED, featureVersion: 8 }), /version 7 of the features/);
  });
});
