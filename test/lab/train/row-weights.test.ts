import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowWeights } from '../../../src/lab/train/row-weights.js';

const rows = (label: string, source: string, count: number) =>
  Array.from({ length: count }, () => ({ text: '', label, source, licence: 'MIT', fit: true }));

describe('rowWeights', () => {
  it('gives labels the same share, and our own prompts theirs', () => {
    const all = [...rows('a', 'own:1', 50), ...rows('a', 'big', 300), ...rows('b', 'small', 10)];
    const weights = rowWeights(all, 0.4);
    const share = (from: number, to: number): number =>
      weights.slice(from, to).reduce((sum, weight) => sum + weight, 0) / all.length;
    assert.ok(Math.abs(share(0, 50) - 0.2) < 1e-3);
    assert.ok(Math.abs(share(50, 350) - 0.3) < 1e-3);
    assert.ok(Math.abs(share(350, 360) - 0.5) < 1e-3);
  });
});
