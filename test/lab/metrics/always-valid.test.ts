import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import {
  alwaysValidHalf,
  alwaysValidP,
  logEvidence,
  priorFor,
} from '../../../src/lab/metrics/always-valid.js';

const ALPHA = 0.05;

describe('the evidence of a mixture', () => {
  it('is the ratio of the two densities of the difference', () => {
    const density = (x: number, variance: number): number =>
      Math.exp((-x * x) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    const [difference, variance, prior] = [0.3, 0.01, 0.04];
    const wanted = density(difference, variance + prior) / density(difference, variance);
    assert.ok(Math.abs(Math.exp(logEvidence(difference, variance, prior)) - wanted) < 1e-9);
  });

  it('reaches 1 / alpha where the interval leaves 0 out', () => {
    const half = alwaysValidHalf(0.01, 0.04, ALPHA);
    assert.ok(Math.abs(alwaysValidP(logEvidence(half, 0.01, 0.04)) - ALPHA) < 1e-12);
    assert.equal(alwaysValidP(logEvidence(0, 0.01, 0.04)), 1);
  });

  it('is sharpest at the variance that the prior was made for', () => {
    const half = (prior: number): number => alwaysValidHalf(0.01, prior, ALPHA);
    const best = priorFor(0.01, ALPHA);
    assert.ok(half(best) < half(best * 1.5) && half(best) < half(best / 1.5));
  });
});

describe('an interval that is looked at after every record', () => {
  /** Share of runs in which the interval ever leaves the true difference out. */
  const missed = (runs: number, records: number, draw: (random: () => number) => number): number => {
    const random = randomNumbers(7);
    const prior = priorFor(2 / 500, ALPHA);
    let misses = 0;
    for (let run = 0; run < runs; run += 1) {
      let [sum, squares, isMissed] = [0, 0, false];
      for (let count = 1; count <= records && !isMissed; count += 1) {
        const value = draw(random) - draw(random);
        sum += value;
        squares += value * value;
        if (count < 50) continue;
        const mean = sum / count;
        const variance = (squares / count - mean * mean) / count;
        isMissed = Math.abs(mean) > alwaysValidHalf(variance, prior * 2, ALPHA);
      }
      if (isMissed) misses += 1;
    }
    return misses / runs;
  };

  it('covers the true difference at all of 3,000 looks in 95 % of the runs', () => {
    assert.ok(missed(400, 3_000, (random) => random()) < ALPHA);
    assert.ok(missed(400, 3_000, (random) => (random() < 0.2 ? 1 : 0)) < ALPHA);
  });
});
