import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fate, Sent } from '../load/checked-request.js';
import { figuresOf, tally } from './fault-figures.js';

const TIMES = { begun: 1_000, ending: 2_000, ended: 2_500, stopped: 8_000 };

const one = (at: number, fate: Fate, reason = 'rule', detail?: string): Sent => ({
  ...{ at, latencyMs: 5, fate, reason, kind: 'rule' },
  ...(detail !== undefined && { detail }),
});

describe('the figures of a fault', () => {
  it('are counted by phase, until the fault has ended', () => {
    const { phases, endingSeconds } = figuresOf(
      [one(0, 'routed'), one(1_000, 'lost'), one(2_400, 'default'), one(2_500, 'routed')],
      TIMES,
      [],
    );
    assert.equal(endingSeconds, 0.5);
    assert.deepEqual([phases.before.fates.routed, phases.before.sent, phases.before.seconds], [1, 1, 1]);
    assert.deepEqual([phases.during.fates.lost, phases.during.fates.default], [1, 1]);
    assert.equal(phases.after.fates.routed, 1);
    assert.equal(phases.after.p99Ms, 5);
  });

  it('take the last unusual answer for the recovery', () => {
    const recovery = (...sent: Sent[]): number | null => figuresOf(sent, TIMES, []).recoverySeconds;
    assert.equal(recovery(one(2_400, 'default'), one(2_600, 'routed')), 0);
    assert.equal(recovery(one(3_000, 'default'), one(3_100, 'routed')), 0.5);
    assert.equal(recovery(one(3_000, 'cancelled'), one(3_100, 'refused', 'model_not_found')), 0);
    assert.equal(recovery(one(3_000, 'default'), one(5_500, 'default')), 0.5, 'the second is not its own');
    const each = Array.from({ length: 6 }, (_, second) => one(2_500 + second * 1_000, 'default'));
    assert.equal(recovery(...each), null, 'it was not yet over');
  });

  it('count what nothing allows', () => {
    const sent = [
      one(1_500, 'wrong', 'rule', 'broke off: ECONNRESET'),
      one(1_600, 'wrong'),
      one(1_700, 'lost'),
    ];
    const { bad, allowed } = figuresOf(sent, TIMES, [
      { fates: ['wrong'], when: ({ detail }) => detail?.startsWith('broke off') === true, why: 'nature' },
    ]);
    assert.deepEqual(bad, { lost: 1, wrong: 1 });
    assert.deepEqual(allowed, [{ why: 'nature', count: 1 }]);
  });

  it('list the commonest first', () => {
    assert.deepEqual(tally(['a', 'b', 'b']), [
      { what: 'b', count: 2 },
      { what: 'a', count: 1 },
    ]);
  });
});
