import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectLayerTimes } from '../../../src/lab/replay/layer-times.js';
import type { Signal } from '../../../src/signals/signal.js';

const cache = (microseconds: number): Signal => ({ name: 'cache', hit: false, microseconds });

describe('times of layers', () => {
  it('have quantiles that are right within 3 %, and exact means', () => {
    const times = collectLayerTimes();
    for (let at = 1; at <= 1000; at += 1) times.add([cache(at)]);
    const [found] = times.summarize();
    assert.ok(found !== undefined);
    assert.equal(found.layer, 'cache');
    assert.equal(found.count, 1000);
    assert.equal(found.meanUs, 500.5);
    for (const [value, wanted] of [
      [found.p50Us, 500],
      [found.p95Us, 950],
      [found.p99Us, 990],
    ] as const) {
      assert.ok(Math.abs(value / wanted - 1) < 0.03, `${value} for ${wanted}`);
    }
  });

  it('take the shortest and the longest', () => {
    const times = collectLayerTimes();
    times.add([cache(0), cache(1e12)]);
    const [found] = times.summarize();
    assert.ok(found !== undefined && found.p50Us < 1 && found.p99Us > 1e6);
    assert.deepEqual(collectLayerTimes().summarize(), []);
  });
});
