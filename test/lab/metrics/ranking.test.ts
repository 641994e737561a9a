import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { auroc, barPassedBy, recallAtFalsePositives } from '../../../src/lab/metrics/ranking.js';

const SCORES = [6, 9, 8, 2, 3, 9, 0, 8, 8, 5, 3, 3, 3, 4, 5, 6, 10, 8, 6, 10].map((score) => score / 10);
const LABELS = '01100101110000101011';
const rows = SCORES.map((score, at) => ({ score, positive: LABELS[at] === '1' }));

describe('auroc', () => {
  it('gives what scikit-learn gives, ties and all', () => {
    assert.ok(Math.abs(auroc(rows) - 0.905) < 1e-12);
  });

  it('is 1 when all positives are above, and not a number for one class', () => {
    assert.equal(
      auroc([
        { score: 1, positive: false },
        { score: 2, positive: true },
      ]),
      1,
    );
    assert.ok(Number.isNaN(auroc([{ score: 1, positive: true }])));
  });
});

describe('barPassedBy', () => {
  it('lets at most the share pass', () => {
    const scores = Array.from({ length: 100 }, (_, at) => at);
    for (const share of [0, 0.01, 0.05, 0.5, 1]) {
      const bar = barPassedBy(scores, share);
      assert.equal(scores.filter((score) => score >= bar).length, share * 100, `${share}`);
    }
  });

  it('never lets ties pass together when they are too many', () => {
    const bar = barPassedBy([1, 1, 1, 0], 0.25);
    assert.ok(bar > 1);
  });
});

describe('recallAtFalsePositives', () => {
  it('counts the positives above the bar of the negatives', () => {
    const few = [0.9, 0.7, 0.2].map((score) => ({ score, positive: true }));
    const many = [0.8, 0.6, 0.5, 0.1].map((score) => ({ score, positive: false }));
    assert.equal(recallAtFalsePositives([...few, ...many], 0), 1 / 3);
    assert.equal(recallAtFalsePositives([...few, ...many], 0.25), 2 / 3);
  });
});
