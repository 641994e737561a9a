import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type LoadLevel,
  type LoadSample,
  type LoadState,
  nextLoad,
  UNLOADED,
} from '../../../src/router/load/load-level.js';

const LOOK_MS = 250;

/** A made-up process that is looked at four times a second. */
function process(first: LoadState = UNLOADED) {
  let state = first;
  let at = 1_000_000;
  return {
    /** Levels after each look. */
    look(looks: number, seen: Partial<Omit<LoadSample, 'at'>>): LoadLevel[] {
      return Array.from({ length: looks }, () => {
        at += LOOK_MS;
        state = nextLoad(state, { at, waitMs: 0, busy: 0.5, open: 0, ...seen });
        return state.level;
      });
    },
    /** Looks until the level is 0, at most 1000. */
    looksUntilOver(seen: Partial<Omit<LoadSample, 'at'>>): number {
      for (let looks = 1; looks <= 1000; looks++) if (this.look(1, seen)[0] === 0) return looks;
      return Infinity;
    },
  };
}

const QUEUE = { waitMs: 60, busy: 1 };
const LONG_QUEUE = { waitMs: 400, busy: 1 };

describe('nextLoad', () => {
  it('stays at 0 while no queue stands, however busy the loop is', () => {
    assert.deepEqual(new Set(process().look(100, { waitMs: 15, busy: 1 })), new Set([0]));
  });

  it('rises by one while a queue stands, and by two while it is long, once each level had its time', () => {
    assert.deepEqual(process().look(8, QUEUE), [1, 1, 1, 2, 2, 2, 3, 3]);
    assert.deepEqual(process().look(5, LONG_QUEUE), [2, 2, 2, 3, 3]);
  });

  it('does not take waits for a queue on a loop that idles: uploads may be slow', () => {
    assert.deepEqual(process().look(3, { waitMs: 900, busy: 0.3 }), [0, 0, 0]);
  });

  it('takes many open decisions for a queue, whatever they wait for', () => {
    assert.deepEqual(process().look(4, { open: 600, busy: 0.2 }), [1, 1, 1, 2]);
  });

  it('falls step by step, and soon, once the loop has room', () => {
    const made = process();
    made.look(4, LONG_QUEUE);
    const levels = made.look(20, { busy: 0.3 });
    assert.deepEqual([levels[0], levels.at(-1)], [3, 0]);
    assert.deepEqual([...new Set(levels)], [3, 2, 1, 0]);
  });

  it('keeps its level between the bars', () => {
    const made = process();
    made.look(1, QUEUE);
    assert.deepEqual(new Set(made.look(100, { waitMs: 30, busy: 0.9 })), new Set([1]));
  });

  it('falls late while the loop is busy, and later with each relapse', () => {
    const made = process();
    const patience: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      made.look(1, QUEUE);
      patience.push(made.looksUntilOver({ busy: 0.9 }));
    }
    assert.ok(patience.every((looks, at) => looks >= (patience[at - 1] ?? 0)));
    assert.ok((patience[0] ?? 0) * LOOK_MS >= 2_000);
    assert.ok((patience.at(-1) ?? 0) * LOOK_MS >= 15_000);
    assert.ok((patience.at(-1) ?? 0) * LOOK_MS <= 20_000);
  });

  it('knows a relapse by a queue that comes back slowly as well', () => {
    const made = process();
    const patience: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      made.look(1, { waitMs: 30, busy: 1 });
      made.look(1, QUEUE);
      patience.push(made.looksUntilOver({ busy: 0.9 }));
    }
    assert.ok((patience.at(-1) ?? 0) * LOOK_MS >= 15_000);
  });

  it('is as quick as ever once a trouble is long over', () => {
    const made = process();
    for (let turn = 0; turn < 5; turn++) {
      made.look(1, QUEUE);
      made.looksUntilOver({ busy: 0.9 });
    }
    made.look(100, { busy: 0.2 });
    made.look(1, QUEUE);
    assert.ok(made.looksUntilOver({ busy: 0.9 }) * LOOK_MS <= 3_000);
  });

  it('under a queue that only the highest level ends, is mostly there', () => {
    const made = process();
    const seen: LoadLevel[] = [0];
    for (let look = 0; look < 240; look++) {
      seen.push(...made.look(1, seen.at(-1) === 3 ? { waitMs: 5, busy: 0.95 } : QUEUE));
    }
    assert.ok(seen.filter((one) => one === 3).length / seen.length > 0.9);
  });

  it('lets requests go on undecided while even the highest level leaves a hopeless queue, and not before', () => {
    let state: LoadState = UNLOADED;
    const shares = (looks: number, waitMs: number): number[] =>
      Array.from({ length: looks }, (_, look) => {
        state = nextLoad(state, { at: look * LOOK_MS, waitMs, busy: 1, open: 0 });
        return Math.round(state.passing * 10) / 10;
      });
    assert.deepEqual(shares(8, 1_500), [0, 0, 0, 0, 0.3, 0.6, 0.9, 0.9]);
    assert.deepEqual(shares(2, 300), [0.9, 0.9]);
    assert.deepEqual(shares(3, 50), [0.8, 0.7, 0.6]);
    assert.equal(shares(10, 50).at(-1), 0);
  });
});
