import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { escalate } from '../../../src/router/cascade/escalation.js';
import type { Health, HealthOf } from '../../../src/decision/model-health.js';

const CHAIN = ['tier/small', 'tier/medium', 'model/large'];

function healthOf(known: Readonly<Record<string, Health>>): HealthOf {
  return (model) => known[model] ?? 'unknown';
}

describe('escalate', () => {
  it('goes on to the next tier', () => {
    assert.deepEqual(escalate(CHAIN, 1, healthOf({ medium: 'healthy' })), {});
  });

  it('takes a tier of which nothing is known for a good one', () => {
    assert.deepEqual(escalate(CHAIN, 1, healthOf({})), {});
  });

  it('skips a tier that is down, and keeps the places of the attempts made', () => {
    assert.deepEqual(escalate(CHAIN, 1, healthOf({ medium: 'unhealthy' })), {
      chain: ['tier/small', 'model/large'],
    });
  });

  it('keeps the answer in hand when every tier left is down', () => {
    assert.equal(escalate(CHAIN, 1, healthOf({ medium: 'unhealthy', large: 'unhealthy' })), undefined);
  });

  it('keeps the answer of the last tier', () => {
    assert.equal(escalate(CHAIN, 3, healthOf({})), undefined);
    assert.equal(escalate([], 1, healthOf({})), undefined);
  });
});
