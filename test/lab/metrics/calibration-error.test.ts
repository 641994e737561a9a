import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { calibrationError, reliabilityTable } from '../../../src/lab/metrics/calibration-error.js';

describe('calibrationError', () => {
  it('is the gap between confidence and accuracy, weighted by the rows of each bin', () => {
    const rows = [
      { confidence: 0.95, correct: true },
      { confidence: 0.95, correct: false },
      { confidence: 0.35, correct: false },
      { confidence: 0.35, correct: true },
    ];
    assert.ok(Math.abs(calibrationError(rows) - (0.5 * 0.45 + 0.5 * 0.15)) < 1e-12);
  });

  it('is 0 for what is always right and sure', () => {
    assert.equal(calibrationError([{ confidence: 1, correct: true }]), 0);
  });
});

describe('reliabilityTable', () => {
  it('has bins that are closed above', () => {
    const table = reliabilityTable(
      [0, 0.5, 0.51, 1].map((confidence) => ({ confidence, correct: true })),
      2,
    );
    assert.deepEqual(
      table.map(({ count }) => count),
      [2, 2],
    );
  });
});
