import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AttackResult, tallyAttack } from '../../../bench/load/attack-results.js';

function sent(seq: number, at: string, latencyMs: number, more: Partial<AttackResult> = {}): AttackResult {
  return {
    seq,
    code: 200,
    timestamp: `2026-01-01T00:00:${at}Z`,
    latency: latencyMs * 1e6,
    headers: {},
    ...more,
  };
}

describe('tallyAttack', () => {
  it('counts latency from the plan, so that a late generator makes slow requests', () => {
    const tally = tallyAttack({ perSecond: 100 });
    // The third was due 20 ms after the first, and was sent 35 ms late.
    tally.add(sent(2, '01.055', 5));
    tally.add(sent(0, '01', 5));
    tally.add(sent(1, '01.01', 5));
    const { latenciesUs, behindUs } = tally.result();
    assert.deepEqual(
      [...latenciesUs].sort((a, b) => a - b),
      [5000, 5000, 40_000],
    );
    assert.equal(behindUs, 35_000);
  });

  it('begins the plan where the request that is least behind is on time', () => {
    const tally = tallyAttack({ perSecond: 100 });
    tally.add(sent(0, '01.004', 1));
    tally.add(sent(1, '01.01', 1));
    assert.deepEqual(tally.result().latenciesUs, [5000, 1000]);
  });

  it('takes latency as it is where nothing is planned', () => {
    const tally = tallyAttack({ connections: 2 });
    tally.add(sent(0, '01', 3));
    tally.add(sent(1, '01.5', 500));
    const { latenciesUs, seconds, behindUs } = tally.result();
    assert.deepEqual(latenciesUs, [3000, 500_000]);
    assert.deepEqual([seconds, behindUs], [1, 0]);
  });

  it('reads nanoseconds of the time stamps', () => {
    const tally = tallyAttack({ perSecond: 1000 });
    tally.add(sent(0, '01.000000001', 1));
    tally.add(sent(1, '01.0012005', 1));
    assert.deepEqual(tally.result().latenciesUs, [1000, 1201]);
  });

  it('counts statuses, reasons and models', () => {
    const tally = tallyAttack({ connections: 2 });
    const headers = { 'X-Dragoman-Reason': ['rule'], 'X-Dragoman-Model': ['small'] };
    tally.add(sent(0, '01', 1, { headers }));
    tally.add(sent(1, '01', 1, { headers: { 'X-Dragoman-Reason': ['similar'] }, code: 503 }));
    tally.add(sent(2, '01', 1, { headers: null, code: 0 }));
    const { failed, statuses, reasons, models, latenciesUs } = tally.result();
    assert.deepEqual([failed, latenciesUs.length], [2, 1]);
    assert.deepEqual(statuses, { 0: 1, 200: 1, 503: 1 });
    assert.deepEqual(reasons, { rule: 1, similar: 1 });
    assert.deepEqual(models, { small: 1 });
  });

  it('has nothing to say of nothing', () => {
    const { latenciesUs, seconds, behindUs } = tallyAttack({ perSecond: 10 }).result();
    assert.deepEqual([latenciesUs, seconds, behindUs], [[], 0, 0]);
  });
});
