import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  accuracy,
  macroRecall,
  recallByClass,
  recallOverSources,
} from '../../../src/lab/metrics/accuracy.js';

const rows = ['aa', 'ab', 'bb', 'bb', 'bc', 'cc'].map(([truth = '', predicted = '']) => ({
  truth,
  predicted,
}));

describe('accuracy', () => {
  it('is the share that is right', () => {
    assert.equal(accuracy([true, false, true, true]), 0.75);
    assert.equal(accuracy([]), 0);
  });
});

describe('macroRecall', () => {
  it('gives what scikit-learn gives', () => {
    assert.ok(Math.abs(macroRecall(rows) - 0.7222222222222222) < 1e-12);
  });

  it('is the mean of the recalls by class', () => {
    assert.deepEqual(
      [...recallByClass(rows)],
      [
        ['a', 0.5],
        ['b', 2 / 3],
        ['c', 1],
      ],
    );
  });
});

describe('recallOverSources', () => {
  it('lets no large source speak for its class', () => {
    const sourced = rows.map((row, at) => ({ ...row, source: at === 4 ? 'small' : 'large' }));
    assert.ok(Math.abs(recallOverSources(sourced) - (0.5 + 0.5 + 1) / 3) < 1e-12);
  });
});
