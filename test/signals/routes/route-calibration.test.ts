import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPace } from '../../../src/heads/pace.js';
import { randomNumbers } from '../../../src/heads/random.js';
import { softmax } from '../../../src/heads/softmax-head.js';
import { type Blend, blend, fitBlend, fitThresholds } from '../../../src/signals/routes/route-calibration.js';
import type { RouteTrial } from '../../../src/signals/routes/route-trials.js';

const CLASSES = 4;

/** Evidence that says so much more for a trial's own class than for the others, where the rest is noise. */
interface Tells {
  readonly dense: number;
  readonly ngrams: number;
  readonly support: number;
}

function drawTrials(tells: Tells, count: number): RouteTrial[] {
  const random = randomNumbers(3);
  return Array.from({ length: count }, (_, row) => {
    const label = row % CLASSES;
    const evidence = (tell: number): Float32Array =>
      Float32Array.from({ length: CLASSES }, (__, k) => 3 * random() + (k === label ? tell : 0));
    const [dense, ngrams] = [evidence(tells.dense), evidence(tells.ngrams)];
    return { row, label, dense, ngrams, support: evidence(tells.support), nearness: 0 };
  });
}

const fit = async (trials: readonly RouteTrial[], alone = false): Promise<Blend> =>
  (await fitBlend(trials, alone, createPace())).blend;

describe('fitBlend', () => {
  it('gives weight to what tells the classes apart', async () => {
    const lexical = await fit(drawTrials({ dense: 2, ngrams: 2, support: 0 }, 400));
    assert.ok(lexical.mix > 0.5, `mix is ${lexical.mix}`);
    assert.equal(lexical.near, 0);
    const neighbourly = await fit(drawTrials({ dense: 2, ngrams: 0, support: 2 }, 400));
    assert.ok(neighbourly.near >= 0.6, `near is ${neighbourly.near}`);
    assert.ok(neighbourly.mix < 0.2, `mix is ${neighbourly.mix}`);
  });

  it('makes probabilities as sure as they may be', async () => {
    const trials = drawTrials({ dense: 2, ngrams: 1, support: 1 }, 2_000);
    const weights = await fit(trials);
    let [claimed, right] = [0, 0];
    for (const trial of trials) {
      const probabilities = softmax(blend(trial, weights), weights.temperature);
      const best = Math.max(...probabilities);
      claimed += best;
      right += probabilities[trial.label] === best ? 1 : 0;
    }
    assert.ok(Math.abs(claimed - right) / trials.length < 0.02, `${claimed} claimed, ${right} right`);
  });

  it('stays with the usual weights for a handful of trials', async () => {
    const { near } = await fit(drawTrials({ dense: 2, ngrams: 2, support: 0.5 }, 4));
    assert.equal(near, 0);
    assert.deepEqual(await fit([]), { mix: 0.3, near: 0, temperature: 1.5 });
  });

  it('lets n-grams decide alone without vectors', async () => {
    const trials = drawTrials({ dense: 0, ngrams: 2, support: 0 }, 100);
    const { mix, near } = await fit(trials, true);
    assert.deepEqual({ mix, near }, { mix: 1, near: 0 });
    assert.deepEqual(await fit([], true), { mix: 1, near: 0, temperature: 1.5 });
  });
});

describe('fitThresholds', () => {
  it("keeps 95 % of a route's own texts", () => {
    const trials = drawTrials({ dense: 3, ngrams: 0, support: 0 }, 1_000);
    const weights = { mix: 0, near: 0, temperature: 1 };
    const bars = fitThresholds(trials, ['a', 'b', 'c', 'd'], weights);
    const own = trials.filter(({ label }) => label === 0);
    const kept = own.filter((trial) => (softmax(blend(trial, weights))[0] ?? 0) >= (bars['a'] ?? 1));
    assert.ok(kept.length / own.length >= 0.94 && kept.length / own.length <= 0.97, String(kept.length));
  });
});
