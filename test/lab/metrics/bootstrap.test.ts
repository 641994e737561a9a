import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bootstrap, quantile } from '../../../src/lab/metrics/bootstrap.js';
import { mean } from '../../../src/lab/metrics/mean.js';

const halves = Array.from({ length: 400 }, (_, at) => at % 2);

describe('bootstrap', () => {
  it('comes near the normal interval of a share', () => {
    const { low, high } = bootstrap(halves, mean);
    assert.ok(Math.abs(low - 0.451) < 0.006, `${low}`);
    assert.ok(Math.abs(high - 0.549) < 0.006, `${high}`);
  });

  it('gives the same for the same seed, and passes over what is not a number', () => {
    assert.deepEqual(bootstrap(halves, mean, { seed: 3 }), bootstrap(halves, mean, { seed: 3 }));
    const odd = bootstrap([1, 2, 3], (sample) => (sample[0] === 1 ? NaN : 5));
    assert.deepEqual(odd, { low: 5, high: 5 });
  });
});

describe('quantile', () => {
  it('gives what numpy gives', () => {
    const sorted = Float64Array.from([1, 2, 4, 8, 16]);
    assert.deepEqual(
      [0.025, 0.5, 0.975].map((share) => Number(quantile(sorted, share).toFixed(9))),
      [1.1, 4, 15.2],
    );
  });
});
