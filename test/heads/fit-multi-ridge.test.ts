import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitMultiRidge } from '../../src/heads/fit-multi-ridge.js';
import { linearScore } from '../../src/heads/linear-head.js';
import { randomNumbers } from '../../src/heads/random.js';

const random = randomNumbers(3);
const rows = Array.from({ length: 90 }, () => Float32Array.from({ length: 4 }, () => random() - 0.5));
const truth = (x: Float32Array): number => 2 * (x[0] ?? 0) - (x[3] ?? 0) + 0.5;
const exact = Float32Array.from(rows, truth);
const noise = Float32Array.from(rows, () => random());
const folds = rows.map((_, at) => at % 5);

describe('fitMultiRidge', () => {
  it('finds a line, and shrinks what is only noise', async () => {
    const [line, rest] = await fitMultiRidge(rows, [[exact], [noise]], {
      ...{ folds, foldCount: 5, penalties: [1e-6, 1, 1e4] },
    });
    assert.ok(line && rest);
    assert.equal(line.penalty, 1e-6);
    assert.equal(rest.penalty, 1e4, 'the largest of those that are about as good');
    assert.ok(Math.abs(line.freedom - 5) < 1e-3, String(line.freedom));
    assert.ok(rest.freedom < line.freedom);
    for (const [at, row] of rows.entries()) {
      const [head] = line.heads;
      assert.ok(head && Math.abs(linearScore(head, row) - (exact[at] ?? 0)) < 1e-4);
      assert.ok(Math.abs((line.outOfFold[0]?.[at] ?? 0) - (exact[at] ?? 0)) < 1e-4);
    }
  });

  it('gives the weights of the normal equations', async () => {
    const four = [1, -1, 1, -1].map((value) => Float32Array.of(value));
    const [block] = await fitMultiRidge(four, [[Float32Array.of(3, 1, 3, 1)]], {
      ...{ folds: [0, 0, 1, 1], foldCount: 2, penalties: [4] },
    });
    const [head] = block?.heads ?? [];
    assert.equal(head?.weights[0], 0.5);
    assert.equal(head.bias, 2);
    assert.ok(Math.abs((block?.freedom ?? 0) - 1.5) < 1e-9, 'half of a weight, and the bias');
  });

  it('keeps hardly anything of an output that cannot be foretold', async () => {
    const [pair] = await fitMultiRidge(rows, [[exact, noise]], { folds, foldCount: 5, penalties: [1] });
    const [alone] = await fitMultiRidge(rows, [[exact]], { folds, foldCount: 5, penalties: [1] });
    const length = (output: number): number => Math.hypot(...(pair?.heads[output]?.weights ?? []));
    assert.ok(length(1) < 0.2 * length(0), `${length(1)} beside ${length(0)}`);
    assert.ok(Math.abs(length(0) - Math.hypot(...(alone?.heads[0]?.weights ?? []))) < 0.1);
    assert.ok(pair && alone && pair.freedom < alone.freedom, 'as half of the directions are given up');
  });

  it('takes an unknown target for the mean, and never gives NaN', async () => {
    const gaps = exact.map((value, at) => (at % 3 === 0 ? Number.NaN : value));
    const [block] = await fitMultiRidge(rows, [[gaps]], { folds, foldCount: 5, penalties: [1] });
    assert.ok(block?.outOfFold[0]?.every(Number.isFinite));
    const [flat] = await fitMultiRidge(
      rows.map(() => new Float32Array(4)),
      [[exact]],
      { folds, foldCount: 5, penalties: [1] },
    );
    assert.ok(flat?.heads[0]?.weights.every((weight) => weight === 0));
  });
});
