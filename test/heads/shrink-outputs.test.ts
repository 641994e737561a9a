import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LinearHead, linearScore } from '../../src/heads/linear-head.js';
import { randomNumbers } from '../../src/heads/random.js';
import { fitShrinkage, shrinkColumns, shrinkHeads } from '../../src/heads/shrink-outputs.js';

const random = randomNumbers(4);
const rows = Array.from({ length: 400 }, () => Float32Array.from({ length: 3 }, () => random() - 0.5));
const columnsOf = (heads: readonly LinearHead[]): Float32Array[] =>
  heads.map((head) => Float32Array.from(rows, (row) => linearScore(head, row)));
const head = (bias: number, ...weights: number[]): LinearHead => ({
  weights: Float32Array.from(weights),
  bias,
});

/** Both follow the first number; that they differ by the second is an error of the fit. */
const fitted = [head(1, 2, 0.5, 0), head(3, 2, -0.5, 0)];
const truth = [head(1, 2, 0, 0), head(3, 2, 0, 0)];

describe('shrinking outputs', () => {
  const predicted = columnsOf(fitted);
  const shrinkage = fitShrinkage(predicted, columnsOf(truth));

  it('keeps what two outputs share, and gives up what tells them apart wrongly', () => {
    const [first, second] = shrinkHeads(shrinkage, fitted);
    assert.ok(Math.abs((first?.weights[0] ?? 0) - 2) < 0.1);
    assert.ok(Math.abs(first?.weights[1] ?? 1) < 0.1 && Math.abs(second?.weights[1] ?? 1) < 0.1);
    assert.ok(Math.abs((first?.bias ?? 0) - 1) < 0.05 && Math.abs((second?.bias ?? 0) - 3) < 0.05);
    assert.ok(shrinkage.kept > 0.45 && shrinkage.kept < 0.55, String(shrinkage.kept));
  });

  it('says of predictions what the shrunken heads would say', () => {
    const [columns, heads] = [shrinkColumns(shrinkage, predicted), columnsOf(shrinkHeads(shrinkage, fitted))];
    for (const [output, column] of columns.entries()) {
      for (const [at, value] of column.entries()) {
        assert.ok(Math.abs(value - (heads[output]?.[at] ?? 0)) < 1e-5);
      }
    }
  });

  it('never turns a prediction round, nor makes it larger', () => {
    const [column = new Float32Array()] = predicted;
    for (const [target, expected] of [
      [column.map((value) => -value), 0.05 ** 2],
      [column.map((value) => 9 * value), 1],
      [column.map(() => 0), 0.05 ** 2],
    ] as const) {
      assert.ok(Math.abs(fitShrinkage([column], [target]).kept - expected) < 1e-9);
    }
  });

  it('takes more outputs than it turns one by one', () => {
    const many = Array.from({ length: 70 }, () => predicted[0] ?? new Float32Array());
    const { mix } = fitShrinkage(many, many);
    for (const [at, value] of mix.entries()) {
      assert.ok(Math.abs(value - (at % 71 === 0 ? 1 : 0)) < 1e-9);
    }
  });
});
