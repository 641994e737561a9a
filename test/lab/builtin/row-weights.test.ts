import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rowWeights } from '../../../src/lab/builtin/row-weights.js';

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

  it('lets a row with emphasis count more, at the cost of others of its source', () => {
    const all = [...rows('a', 'own:1', 3), { ...rows('a', 'own:2', 1)[0], emphasis: 3 }].map((row) => ({
      ...{ text: '', label: 'a', source: 'own:1', licence: 'MIT', fit: true },
      ...row,
    }));
    const weights = rowWeights(all, 0.5);
    assert.ok(Math.abs((weights[3] ?? 0) / (weights[0] ?? 1) - 3) < 1e-5);
    assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - all.length) < 1e-3);
  });
});
