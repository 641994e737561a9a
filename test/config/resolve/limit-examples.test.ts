import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limitExamples } from '../../../src/config/resolve/limit-examples.js';
import type { Spot } from '../../../src/config/spot.js';
import { buildRoute } from '../../support/build-registry.js';

/** A spot that remembers warnings and has no use for anything else. */
function recordingSpot(warnings: string[]): Spot {
  const refuse = (message: string): never => assert.fail(message);
  const spot: Spot = {
    file: 'routes.yaml',
    at: () => spot,
    key: () => spot,
    isSound: () => true,
    invalid: refuse,
    reference: refuse,
    doubtful: (message) => warnings.push(message),
    place: () => 'routes.yaml:1',
  };
  return spot;
}

/** Limits routes with so many examples each; answers what is left and the warnings. */
function limited(...counts: readonly number[]): { left: readonly string[][]; warnings: string[] } {
  const warnings: string[] = [];
  const routes = counts.map((count, at) => {
    const examples = Array.from({ length: count }, (_, index) => `example ${index} of ${at}`);
    return [buildRoute(`route-${at}`, 'large', { examples }), recordingSpot(warnings)] as const;
  });
  return { left: limitExamples(routes).map(([{ examples }]) => [...examples]), warnings };
}

describe('limitExamples', () => {
  it('leaves a registry within the limits as it is', () => {
    const { left, warnings } = limited(5_000, 3, 0);
    assert.deepEqual([left.map(({ length }) => length), warnings], [[5_000, 3, 0], []]);
  });

  it('spreads what is left of a long list evenly over it, and says so', () => {
    const { left, warnings } = limited(100_000, 7);
    assert.deepEqual(left[0]?.slice(0, 3), ['example 0 of 0', 'example 20 of 0', 'example 40 of 0']);
    assert.deepEqual(
      left.map(({ length }) => length),
      [5_000, 7],
    );
    assert.deepEqual(warnings, [
      'has 100000 examples, and the limit of a route is 5000: 5000 of them, spread evenly, are learnt from',
    ]);
  });

  it('cuts the longest lists to the same length when all of them are too many', () => {
    const { left, warnings } = limited(1_000, ...Array.from({ length: 20 }, () => 3_000));
    const lengths = left.map(({ length }) => length);
    assert.deepEqual([lengths[0], new Set(lengths.slice(1))], [1_000, new Set([2_450])]);
    assert.deepEqual(warnings, [
      'has 3000 examples, and all routes have 61000, the limit is 50000: 2450 of them, spread evenly, are learnt from; 19 more routes are cut alike',
    ]);
  });

  it('counts near misses as well', () => {
    const warnings: string[] = [];
    const not = Array.from({ length: 6_000 }, (_, index) => `near miss ${index}`);
    const [entry] = limitExamples([
      [buildRoute('near', 'large', { examples: ['one'], not }), recordingSpot(warnings)],
    ]);
    assert.deepEqual([entry?.[0].not.length, warnings.length], [5_000, 1]);
  });
});
