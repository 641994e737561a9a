import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accuracyAtCoverage } from '../../../src/lab/metrics/risk-coverage.js';

const rows = [
  { confidence: 0.2, correct: false },
  { confidence: 0.9, correct: true },
  { confidence: 0.8, correct: true },
  { confidence: 0.4, correct: false },
];

describe('accuracyAtCoverage', () => {
  it('keeps the surest', () => {
    assert.equal(accuracyAtCoverage(rows, 0.5), 1);
    assert.equal(accuracyAtCoverage(rows, 0.75), 2 / 3);
    assert.equal(accuracyAtCoverage(rows, 1), 0.5);
  });
});
