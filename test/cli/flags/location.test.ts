import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { locationOf, optionalLocationOf } from '../../../src/cli/flags/location.js';

describe('locationOf', () => {
  it('takes one folder or file', () => {
    assert.equal(locationOf('lint', ['registry']), 'registry');
  });

  it('refuses none and several', () => {
    assert.throws(() => locationOf('lint', []), { code: 'usage', message: /lint takes one .* got 0/ });
    assert.throws(() => locationOf('lint', ['a', 'b']), { code: 'usage', message: /got 2/ });
  });
});

describe('optionalLocationOf', () => {
  it('goes without, and refuses several', () => {
    assert.equal(optionalLocationOf('drift', []), undefined);
    assert.equal(optionalLocationOf('drift', ['registry']), 'registry');
    assert.throws(() => optionalLocationOf('drift', ['a', 'b']), { code: 'usage' });
  });
});
