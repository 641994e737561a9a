import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenDoubt } from '../../../src/gate/checks/token-doubt.js';

describe('tokenDoubt', () => {
  it('gives mean, least and entropy', () => {
    const doubt = tokenDoubt([0, Math.log(0.5)]);
    assert.ok(doubt !== undefined);
    assert.equal(doubt.tokens, 2);
    assert.equal(doubt.mean, Math.log(0.5) / 2);
    assert.equal(doubt.least, Math.log(0.5));
    assert.ok(Math.abs(doubt.entropy - Math.LN2 / 2) < 1e-12);
  });

  it('takes the -9999 of some servers for very improbable', () => {
    assert.equal(tokenDoubt([-9999])?.mean, -20);
  });

  it('is absent without log probabilities', () => {
    assert.equal(tokenDoubt(undefined), undefined);
    assert.equal(tokenDoubt([]), undefined);
  });
});
