import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatHash, parseHash } from '../../../src/console/page/hash-route.js';

describe('the address of a view', () => {
  it('comes back as it was written, whatever the parameters hold', () => {
    const params = { route: 'a & b', text: '#/live?x=1 ü %' };
    const { name, params: read } = parseHash(formatHash('live', params));
    assert.equal(name, 'live');
    assert.deepEqual(Object.fromEntries(read), params);
  });

  it('leaves empty parameters out', () => {
    assert.equal(formatHash('live', { route: '', model: 'small', reason: '' }), '#/live?model=small');
    assert.equal(formatHash('live', new URLSearchParams('route=')), '#/live');
    assert.equal(formatHash('map'), '#/map');
  });

  it('names no view where there is none', () => {
    for (const hash of ['', '#', '#main', '#/', '#/<script>', '/live'])
      assert.equal(parseHash(hash).name, '', hash);
  });
});
