import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fate, Sent } from './checked-request.js';
import { count, latencyQuantile } from './count.js';

const one = (at: number, fate: Fate, latencyMs = at): Sent => ({ at, latencyMs, fate, reason: 'rule' });

const SENT = [one(0, 'routed'), one(10, 'lost'), one(20, 'routed'), one(30, 'cancelled', 1000)];

describe('figures of a load', () => {
  it('count the fates of a span by the plan', () => {
    const none = { routed: 0, default: 0, wrong: 0, refused: 0, lost: 0, cancelled: 0 };
    assert.deepEqual(count(SENT), { ...none, routed: 2, lost: 1, cancelled: 1 });
    assert.deepEqual(count(SENT, { from: 10, to: 20 }), { ...none, lost: 1 });
  });

  it('give quantiles by nearest rank, without what we cancelled', () => {
    assert.equal(latencyQuantile(SENT, 0.5), 10);
    assert.equal(latencyQuantile(SENT, 0.99), 20);
    assert.equal(latencyQuantile(SENT, 0.99, { from: 30 }), Number.NaN);
  });
});
