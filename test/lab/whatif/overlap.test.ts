import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimate } from '../../../src/lab/whatif/estimate.js';
import { overlapOf } from '../../../src/lab/whatif/overlap.js';
import { simulateLog } from './simulated-log.js';

describe('the overlap of a policy with a log', () => {
  it('is not enough where nobody explored, and no number is told', async () => {
    const found = await estimate(simulateLog({ conversations: 2_000, explored: 0, control: 0.05 }, 1));
    assert.equal(found.values, null);
    assert.equal(found.overlap.faults.length, 2);
    assert.match(found.overlap.faults[0] ?? '', /could have made 6\d\.\d % of the policy's choices/);
    assert.match(found.overlap.faults[1] ?? '', /propensities do not fit/);
  });

  it('is not enough where too few conversations explored', async () => {
    const log = simulateLog({ conversations: 60, explored: 0.3, control: 0 }, 2);
    const found = await estimate(log);
    assert.equal(found.values, null);
    assert.match(found.overlap.faults.join(), /tell as much as \d+\.\d conversations, must be 50/);
    assert.ok(found.overlap.effective < 50);
  });

  it('is not enough for an empty log', async () => {
    const { overlap, values, logged } = await estimate([]);
    assert.equal(values, null);
    assert.equal(overlap.requests, 0);
    assert.deepEqual(overlap.faults, ['there is no request whose reward is known']);
    assert.ok(Number.isNaN(logged.value));
  });

  it('finds propensities that cannot be true', () => {
    const log = simulateLog({ conversations: 2_000, explored: 0.3, control: 0 }, 3);
    const halved = log.map((one) => ({ ...one, propensity: one.propensity / 2 }));
    assert.match(overlapOf(halved, undefined).faults.join(), /the mean weight is \d\.\d\d .* must be 1/);
    assert.deepEqual(overlapOf(log, undefined).faults, []);
  });

  it('counts weights by conversation', () => {
    const log = simulateLog({ conversations: 400, explored: 0.5, control: 0 }, 4);
    const { effective, largestWeight, meanWeight, conversations, matched, requests } = overlapOf(
      log,
      undefined,
    );
    assert.equal(conversations, 400);
    assert.ok(effective < 400 && effective > 50);
    assert.equal(largestWeight, 1 / (0.5 / 3));
    assert.ok(meanWeight.low < 1 && meanWeight.high > 1);
    assert.ok(matched < requests);
  });
});
