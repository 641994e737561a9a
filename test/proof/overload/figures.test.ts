import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Sent } from '../load/checked-request.js';
import { backAfter, figuresOf, slopeOf, windowsOf } from './figures.js';
import type { Sample } from './overload-results.js';

/** One request each 100 ms, as late as `latency` says of its second. */
function sent(seconds: number, latency: (second: number) => number): Sent[] {
  return Array.from({ length: seconds * 10 }, (_, number) => {
    const at = number * 100;
    return { at, latencyMs: latency(Math.floor(at / 1000)), fate: 'routed', reason: 'rule' };
  });
}

const sample = (seconds: number, level: number, dragomanMiB = 100): Sample => ({
  ...{ seconds, level, dragomanMiB, envoyMiB: 50 },
  ...{ passing: 0, open: 0, waiting: 0 },
});

describe('figures of an overload', () => {
  it('counts fates and reasons', () => {
    const { fates, reasons, sent: all, p50 } = figuresOf(sent(2, () => 7));
    assert.deepEqual([fates.routed, reasons, all, p50], [20, { rule: 20 }, 20, 7]);
  });

  it('tells the level of each five seconds', () => {
    const samples = [sample(10, 0), sample(12, 2), sample(15, 3), sample(19, 3), sample(20, 1)];
    const windows = windowsOf(
      sent(10, () => 5),
      10,
      10,
      samples,
    );
    assert.deepEqual(
      windows.map(({ levels }) => levels),
      [
        [0, 2],
        [3, 3],
      ],
    );
    assert.deepEqual(
      windows.map((window) => window.sent),
      [50, 50],
    );
  });

  it('tells when latency was back', () => {
    const slow = sent(6, (second) => (second < 3 ? 900 : 10));
    assert.equal(backAfter(slow, 6, 20), 4);
    assert.equal(backAfter(slow, 3, 20), null);
  });

  it('tells by how much memory grows a minute', () => {
    const samples = [0, 30, 60].map((second) => sample(second, 0, 100 + second / 10));
    assert.ok(Math.abs(slopeOf(samples, ({ dragomanMiB }) => dragomanMiB) - 6) < 1e-9);
  });
});
