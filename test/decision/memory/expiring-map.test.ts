import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ExpiringMap } from '../../../src/decision/memory/expiring-map.js';

describe('ExpiringMap', () => {
  it('forgets what is too old, and counts the age from the last set', () => {
    let time = 0;
    const map = new ExpiringMap<number>({ entries: 10, ttlMs: 100, now: () => time });
    map.set('a', 1);
    time = 99;
    assert.equal(map.get('a'), 1);
    time = 100;
    assert.equal(map.get('a'), undefined);
    map.set('a', 2);
    time = 199;
    assert.equal(map.get('a'), 2);
  });

  it('lets the least recently used give way', () => {
    const map = new ExpiringMap<number>({ entries: 2, ttlMs: 100, now: () => 0 });
    map.set('a', 1);
    map.set('b', 2);
    map.get('a');
    map.set('c', 3);
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [1, undefined, 3]);
    assert.equal(map.evictions, 1);
    map.set('c', 4);
    assert.deepEqual([map.size, map.evictions], [2, 1]);
  });
});
