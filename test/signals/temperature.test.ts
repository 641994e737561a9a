import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPace } from '../../src/signals/pace.js';
import { fitTemperature, type Trial } from '../../src/signals/temperature.js';

/** A `none` that takes no part, so that a fit is about the routes alone. */
const NEVER = -10;

/** Trials whose truths are drawn from the very softmax that has this temperature. */
function drawTrials(temperature: number, count: number): Trial[] {
  const random = randomNumbers(7);
  return Array.from({ length: count }, () => {
    const scores = [random(), random(), random()];
    const weights = scores.map((score) => Math.exp(score / temperature));
    let draw = random() * weights.reduce((sum, weight) => sum + weight, 0);
    return { scores, truth: weights.findIndex((weight) => (draw -= weight) < 0) };
  });
}

/** A fixed sequence in [0, 1): the test must not depend on luck (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const fit = (trials: readonly Trial[], none: number): Promise<number> =>
  fitTemperature(trials, none, createPace());

describe('fitTemperature', () => {
  it('recovers the temperature that the data was drawn from', async () => {
    for (const truth of [0.05, 0.1, 0.2, 0.4]) {
      const fitted = await fit(drawTrials(truth, 5000), NEVER);
      assert.ok(Math.abs(fitted / truth - 1) < 0.15, `${truth}: fitted ${fitted}`);
    }
  });

  it('stays within its bounds when the data is perfect or hopeless', async () => {
    const perfect = Array.from({ length: 100 }, () => ({ scores: [1, 0], truth: 0 }));
    const hopeless = Array.from({ length: 100 }, () => ({ scores: [1, 0], truth: 1 }));
    const [low, high] = [await fit(perfect, 0), await fit(hopeless, 0)];
    assert.ok(low >= 0.01 && low < 0.3, String(low));
    assert.ok(high > 0.9 && high <= 1, String(high));
  });

  it('claims less from few trials than from many', async () => {
    const trials = (count: number): Trial[] =>
      Array.from({ length: count }, () => ({ scores: [0.8, 0.3], truth: 0 }));
    assert.ok((await fit(trials(3), 0.2)) > (await fit(trials(300), 0.2)));
  });

  it('has an answer without any trial', async () => {
    assert.equal(await fit([], 0.2), 0.1);
  });
});
