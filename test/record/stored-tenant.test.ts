import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storedTenant } from '../../src/record/stored-tenant.js';

describe('storedTenant', () => {
  it('keeps names of up to 256 units', () => {
    for (const name of ['', 'acme', 'x'.repeat(256)]) assert.equal(storedTenant(name), name);
    assert.equal(storedTenant(undefined), null);
  });

  it('tells long names with the same beginning apart', () => {
    const [one, other] = ['a', 'b'].map((end) => storedTenant('x'.repeat(256) + end) ?? '');
    assert.match(one ?? '', /^x{200}…#[\da-f]{16}$/);
    assert.notEqual(one, other);
  });

  it('gives nobody the name under which another is kept', () => {
    const kept = storedTenant('x'.repeat(300)) ?? '';
    assert.notEqual(storedTenant(kept), kept);
  });

  it('leaves no half of a surrogate pair', () => {
    assert.match(storedTenant(`${'x'.repeat(199)}${'👋'.repeat(50)}`) ?? '', /^x{199}…#/);
  });
});
