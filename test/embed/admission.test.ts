import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAdmission } from '../../src/embed/admission.js';

describe('createAdmission', () => {
  it('expects nothing before it has seen a text', () => {
    assert.equal(createAdmission(128).expect(1_000), 0);
  });

  it('weighs texts by length, up to the window', () => {
    const admission = createAdmission(128);
    assert.ok(admission.weigh('a short text') < admission.weigh('a longer text '.repeat(20)));
    assert.equal(admission.weigh('x'.repeat(4 * 128)), admission.weigh('x'.repeat(60_000)));
  });

  it('expects time in proportion to weight', () => {
    const admission = createAdmission(128);
    admission.observe(20, 4);
    assert.equal(admission.expect(20), 4);
    assert.equal(admission.expect(60), 12);
  });

  it('follows a change of speed, and does not believe one slow text', () => {
    const admission = createAdmission(128);
    admission.observe(10, 1);
    admission.observe(10, 11);
    assert.ok(admission.expect(10) < 3);
    for (let round = 0; round < 50; round += 1) admission.observe(10, 11);
    assert.ok(admission.expect(10) > 10);
  });
});
