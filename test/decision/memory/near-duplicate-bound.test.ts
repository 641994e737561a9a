import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type EmbeddedExample,
  fitNearDuplicateBound,
} from '../../../src/decision/memory/near-duplicate-bound.js';

/** An example at this angle, in degrees. */
function example(route: string, degrees: number): EmbeddedExample {
  const angle = (degrees * Math.PI) / 180;
  return { route, vector: Float32Array.of(Math.cos(angle), Math.sin(angle)) };
}

const cosineOf = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);

describe('fitNearDuplicateBound', () => {
  it('is the floor when the examples do not object', () => {
    assert.equal(fitNearDuplicateBound([]), 0.95);
    const apart = [example('a', 0), example('a', 5), example('b', 90), example('b', 95)];
    assert.equal(fitNearDuplicateBound(apart), 0.95);
  });

  it('stands above the first neighbours that go different ways', () => {
    const bound = fitNearDuplicateBound([
      ...[example('a', 0), example('a', 2)],
      ...[example('a', 60), example('b', 70)],
    ]);
    assert.ok(bound !== undefined && bound > cosineOf(10) && bound <= cosineOf(2) + 1e-6, String(bound));
  });

  it('is not to be had when the same sentence goes two ways', () => {
    assert.equal(fitNearDuplicateBound([example('a', 0), example('b', 0)]), undefined);
  });

  it('looks at a sample of many', () => {
    const many = Array.from({ length: 500 }, (_, at) => example('a', at));
    assert.equal(fitNearDuplicateBound(many, { sample: 20 }), 0.95);
  });
});
