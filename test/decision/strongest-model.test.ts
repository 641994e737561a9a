import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { strongestModel } from '../../src/decision/strongest-model.js';
import { buildPlan, buildProfile } from '../support/build-plan.js';

describe('strongestModel', () => {
  it('is the dearest of the pool, and of equals the default', () => {
    const [cheap, middle, dear] = [1, 2, 3].map((priceSum) => buildProfile(`m${priceSum}`, { priceSum }));
    assert.ok(cheap && middle && dear);
    const equal = buildProfile('equal', { priceSum: 3 });
    assert.equal(strongestModel(buildPlan([middle, cheap, dear], [])), dear);
    assert.equal(strongestModel(buildPlan([equal, dear], [])), equal);
  });
});
