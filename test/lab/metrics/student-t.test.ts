import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { studentQuantile } from '../../../src/lab/metrics/student-t.js';

describe('studentQuantile', () => {
  it('is what scipy.stats.t.ppf says', () => {
    const known = [
      [0.975, 1, 12.706204736174694],
      [0.975, 4, 2.7764451051977934],
      [0.975, 29, 2.045229642132703],
      [0.975, 1000, 1.9623390808264083],
      [0.6, 3.5, 0.27326545405577973],
      [0.025, 10, -2.2281388519862753],
    ] as const;
    for (const [share, degrees, wanted] of known) {
      assert.ok(Math.abs(studentQuantile(share, degrees) - wanted) < 1e-9, `${share} of ${degrees}`);
    }
  });

  it('is the normal quantile for any number of degrees', () => {
    assert.ok(Math.abs(studentQuantile(0.975, Infinity) - 1.959963984540054) < 1e-6);
  });
});
