import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { startRetention } from '../../../src/app/records/start-retention.js';
import { createStoreHandle } from '../../../src/store/store-handle.js';
import { DragomanError } from '../../../src/errors.js';
import type { Retention } from '../../../src/store/record-store.js';
import { memoryLogger } from '../../support/memory-logger.js';
import { memoryStore } from '../../support/memory-store.js';

const RETENTION = { maxAgeMs: 1000, maxBytes: 2000 };

/** @param prune what the store does */
function start(test: TestContext, prune: () => Promise<number>, now: () => number = Date.now) {
  test.mock.timers.enable({ apis: ['setTimeout'] });
  const asked: Retention[] = [];
  const store = {
    ...memoryStore(),
    prune: async (retention: Retention) => {
      asked.push(retention);
      return prune();
    },
  };
  const { logger, lines } = memoryLogger();
  const handle = createStoreHandle(async () => Promise.resolve(store));
  const stop = startRetention({
    ...{ store: handle, retention: () => RETENTION, logger, now },
    random: () => 0.5,
  });
  const pass = async (minutes: number): Promise<void> => {
    test.mock.timers.tick(minutes * 60_000);
    await new Promise(setImmediate);
  };
  return { asked, lines, stop, pass };
}

describe('startRetention', () => {
  it('prunes soon after the start, then once an hour, by the policy of that moment', async (test) => {
    const { asked, lines, stop, pass } = start(test, async () => Promise.resolve(7));
    await pass(4);
    assert.equal(asked.length, 0);
    await pass(1);
    assert.deepEqual(asked, [RETENTION]);
    assert.match(lines[0] ?? '', /"records":7/);
    await pass(59);
    assert.equal(asked.length, 1);
    await pass(1);
    assert.equal(asked.length, 2);
    stop();
    await pass(120);
    assert.equal(asked.length, 2);
  });

  it('tries again in an hour when the store fails', async (test) => {
    const { asked, lines, stop, pass } = start(test, async () =>
      Promise.reject(new DragomanError('store_unavailable', 'locked')),
    );
    await pass(5);
    await pass(60);
    assert.equal(asked.length, 2);
    assert.equal(lines.length, 2);
    stop();
  });

  it('removes nothing when the clock has just been set ahead, and believes it an hour later', async (test) => {
    let aheadMs = 0;
    const now = (): number => Date.now() + aheadMs;
    const { asked, lines, stop, pass } = start(test, async () => Promise.resolve(0), now);
    aheadMs = 10 * 365 * 86_400_000;
    await pass(5);
    assert.equal(asked.length, 0);
    assert.match(lines[0] ?? '', /set ahead by more than a day/);
    await pass(60);
    assert.equal(asked.length, 1);
    aheadMs = 0;
    await pass(60);
    assert.equal(asked.length, 2);
    stop();
  });
});
