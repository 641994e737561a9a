import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { savings } from '../../../src/lab/metrics/savings.js';

describe('savings', () => {
  it('compares cost and quality with the one model', () => {
    const router = [
      { quality: 1, cost: 1 },
      { quality: 1, cost: 2 },
    ];
    const single = [
      { quality: 1, cost: 4 },
      { quality: 0, cost: 4 },
    ];
    assert.deepEqual(savings(router, single), { saved: 0.625, gain: 0.5 });
  });
});
