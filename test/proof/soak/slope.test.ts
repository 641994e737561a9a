import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Point, slopeOf } from './slope.js';

/** Samples each ten seconds for half an hour. */
function samples(valueAt: (seconds: number) => number): readonly Point[] {
  return Array.from({ length: 180 }, (_, at) => ({ seconds: at * 10, value: valueAt(at * 10) }));
}

/** Noise that is the same in each run. */
const noise = (seconds: number): number => Math.sin(seconds * 7.3) * 4 + Math.sin(seconds * 0.13) * 2;

describe('slopeOf', () => {
  it('finds a leak under noise, and holds it between its bounds', () => {
    const { perHour, low, high } = slopeOf(samples((seconds) => 200 + seconds / 60 + noise(seconds)));
    assert.ok(perHour > 50 && perHour < 70, String(perHour));
    assert.ok(low > 40 && low <= perHour && perHour <= high, `${low} ${high}`);
  });

  it('finds nothing where there is only noise', () => {
    const { low, high } = slopeOf(samples((seconds) => 200 + noise(seconds)));
    assert.ok(low < 1 && high > -1, `${low} ${high}`);
  });

  it('is not moved by a few samples that are far off', () => {
    const { perHour } = slopeOf(samples((seconds) => (seconds % 300 === 290 ? 900 : 200)));
    assert.equal(perHour, 0);
  });

  it('gives the same figures for the same samples', () => {
    const points = samples(noise);
    assert.deepEqual(slopeOf(points), slopeOf(points));
  });

  it('has no figure for a handful of samples', () => {
    assert.ok(Number.isNaN(slopeOf(samples(noise).slice(0, 19)).perHour));
  });
});
