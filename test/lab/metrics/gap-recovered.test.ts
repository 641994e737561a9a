import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { averageRecovered, callsToRecover, recoveredCurve } from '../../../src/lab/metrics/gap-recovered.js';

const duel = (
  score: number,
  weak: number,
  strong: number,
): { score: number; weak: number; strong: number } => ({
  score,
  weak,
  strong,
});

describe('averageRecovered', () => {
  it('is the area under the curve of the gap that is recovered', () => {
    const duels = [duel(4, 0, 1), duel(3, 1, 1), duel(2, 0, 1), duel(1, 1, 0), duel(0, 0, 1)];
    assert.deepEqual([...recoveredCurve(duels)], [0, 0.5, 0.5, 1, 0.5, 1]);
    assert.ok(Math.abs(averageRecovered(duels) - (0.25 + 0.5 + 0.75 + 0.75 + 0.75) / 5) < 1e-12);
  });

  it('is one half when the score says nothing', () => {
    const duels = [duel(1, 0, 1), duel(1, 1, 1), duel(1, 1, 0), duel(1, 0, 1)];
    assert.equal(averageRecovered(duels), 0.5);
  });
});

describe('callsToRecover', () => {
  it('is the smallest share of strong calls', () => {
    const duels = [duel(4, 0, 1), duel(3, 0, 1), duel(2, 1, 1), duel(1, 1, 1)];
    assert.equal(callsToRecover(duels, 0.5), 0.25);
    assert.equal(callsToRecover(duels, 0.8), 0.5);
  });
});
