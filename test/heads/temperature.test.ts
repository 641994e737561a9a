import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { conformalBar } from '../../src/heads/conformal.js';
import { createPace } from '../../src/heads/pace.js';
import { randomNumbers } from '../../src/heads/random.js';
import { fitTemperature } from '../../src/heads/temperature.js';

/** Trials whose labels are drawn from the very softmax that has this temperature. */
function drawTrials(temperature: number, count: number): { logits: Float32Array[]; labels: number[] } {
  const random = randomNumbers(7);
  const logits = Array.from({ length: count }, () => Float32Array.of(random(), random(), random()));
  const labels = logits.map((list) => {
    const weights = Array.from(list, (logit) => Math.exp(logit / temperature));
    let draw = random() * weights.reduce((sum, weight) => sum + weight, 0);
    return weights.findIndex((weight) => (draw -= weight) < 0);
  });
  return { logits, labels };
}

describe('fitTemperature', () => {
  it('recovers the temperature that the data was drawn from', async () => {
    for (const truth of [0.05, 0.1, 0.2, 0.4]) {
      const { logits, labels } = drawTrials(truth, 5000);
      const fitted = await fitTemperature(logits, labels);
      assert.ok(Math.abs(fitted / truth - 1) < 0.15, `${truth}: fitted ${fitted}`);
    }
  });

  it('comes within 2 % of it in half the steps', async () => {
    const { logits, labels } = drawTrials(0.2, 500);
    const ratio =
      (await fitTemperature(logits, labels, createPace(), 12)) / (await fitTemperature(logits, labels));
    assert.ok(Math.abs(ratio - 1) < 0.02, `ratio is ${ratio}`);
  });

  it('stays within its bounds when the data is perfect or hopeless', async () => {
    const logits = Array.from({ length: 100 }, () => Float32Array.of(1, 0));
    const low = await fitTemperature(logits, new Uint8Array(100));
    const high = await fitTemperature(logits, new Uint8Array(100).fill(1));
    assert.ok(low >= 0.02 && low < 0.3, String(low));
    assert.ok(high > 40 && high <= 50, String(high));
  });

  it('claims less from few trials than from many', async () => {
    const fit = (count: number): Promise<number> =>
      fitTemperature(
        Array.from({ length: count }, () => Float32Array.of(0.8, 0.3)),
        new Uint8Array(count),
      );
    assert.ok((await fit(3)) > (await fit(300)));
  });

  it('is 1 without any trial', async () => {
    assert.equal(await fitTemperature([], []), 1);
  });
});

describe('conformalBar', () => {
  const scores = Array.from({ length: 19 }, (_, at) => (at + 1) / 20);

  it('is the score that the promised share of new examples clears', () => {
    assert.equal(conformalBar(scores, 0.95), 0.05);
    assert.equal(conformalBar(scores, 0.9), 0.1);
    assert.equal(conformalBar([...scores].reverse(), 0.5), 0.5);
  });

  it('promises nothing from too few examples', () => {
    assert.equal(conformalBar(scores.slice(1), 0.95), undefined);
    assert.equal(conformalBar([], 0.5), undefined);
  });

  it('keeps its promise on fresh draws', () => {
    const random = randomNumbers(3);
    const draw = (count: number): number[] => Array.from({ length: count }, random);
    const kept = Array.from({ length: 500 }, () => {
      const bar = conformalBar(draw(99), 0.9) ?? 1;
      return draw(100).filter((score) => score >= bar).length / 100;
    });
    const mean = kept.reduce((sum, share) => sum + share, 0) / kept.length;
    assert.ok(mean > 0.89 && mean < 0.92, String(mean));
  });
});
