import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { type LoadWatch, watchLoad } from '../../../src/app/requests/watch-load.js';
import { createCleanUp } from '../../support/clean-up.js';
import { eventually } from '../../support/eventually.js';
import { memoryLogger } from '../../support/memory-logger.js';

describe('watchLoad', () => {
  const cleanUp = createCleanUp();
  after(() => cleanUp.run());

  function start(isOn = true): LoadWatch & { readonly lines: readonly string[] } {
    const { logger, lines } = memoryLogger();
    const watch = watchLoad({ logger, isOn });
    cleanUp.add(() => {
      watch.stop();
    });
    return Object.assign(watch, { lines });
  }

  it('leaves nothing out of a process that has time, and counts what is under way', () => {
    const watch = start();
    const shedding = watch.begin(3);
    assert.deepEqual([shedding.level, shedding.sheds('llm'), watch.passes()], [0, false, false]);
    assert.equal(watch.counts.open, 1);
    watch.end();
    assert.deepEqual([watch.counts.open, watch.counts.level], [0, 0]);
  });

  it('lets nobody wait for anything while too many decisions are under way', () => {
    const watch = start();
    const levels = Array.from({ length: 1_030 }, () => watch.begin(0).level);
    assert.deepEqual([levels[1_023], levels[1_024]], [0, 3]);
    const shedding = watch.begin(0);
    assert.ok(shedding.sheds('encoder'));
    assert.equal(watch.counts.shed.encoder, 1);
  });

  it('rises under a standing queue, says so, and counts what is left out', async () => {
    const watch = start();
    // Many open decisions are a queue on a loop that idles, too, as that of a test does.
    for (let count = 0; count < 600; count++) watch.begin(0);
    await eventually('the highest level', () => watch.counts.level === 3);
    assert.ok(watch.now().sheds('fast'));
    assert.equal(watch.counts.shed.fast, 1);
    assert.ok(watch.lines.some((line) => line.includes('overload')));
    for (let count = 0; count < 600; count++) watch.end();
    await eventually('level 0', () => watch.counts.level === 0);
    assert.ok(watch.lines.at(-1)?.includes('overload is over'));
  });

  it('leaves out nothing when it is off', () => {
    const watch = start(false);
    const levels = Array.from({ length: 2_000 }, () => watch.begin(9_999).level);
    assert.deepEqual(new Set(levels), new Set([0]));
    assert.ok(!watch.passes());
  });
});
