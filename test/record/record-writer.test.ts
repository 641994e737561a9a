import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DragomanError } from '../../src/errors.js';
import { createRecordWriter, type RecordWriterOptions } from '../../src/record/record-writer.js';
import { eventually } from '../support/eventually.js';

const DOWN = new DragomanError('store_unavailable', 'the disk is full');

/** A store whose failures the test decides, and a writer in front of it that loses no time. */
function start(options: Partial<RecordWriterOptions<number>> = {}) {
  const store = {
    batches: [] as number[][],
    attempts: 0,
    fault: undefined as Error | undefined,
    hangs: false,
  };
  const outages: unknown[] = [];
  const recoveries: number[] = [];
  const refusals: unknown[] = [];
  const writer = createRecordWriter<number>({
    append: async (batch) => {
      store.attempts += 1;
      if (store.hangs) await new Promise<never>(() => undefined);
      await Promise.resolve();
      if (store.fault !== undefined) throw store.fault;
      store.batches.push([...batch]);
    },
    bytesOf: () => 10,
    onOutage: (error) => outages.push(error),
    onRecovery: ({ dropped }) => recoveries.push(dropped),
    onRefused: (error) => refusals.push(error),
    intervalMs: 1,
    retryMs: { first: 1, longest: 4 },
    ...options,
  });
  const add = (...rows: number[]): void => {
    for (const row of rows) writer.add(row);
  };
  const written = (count: number): Promise<true> =>
    eventually(`${count} rows written`, () => writer.counts.written === count);
  return { writer, store, outages, recoveries, refusals, add, written };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

describe('createRecordWriter', () => {
  it('writes what came within the interval as one batch', async () => {
    const { store, writer, add, written } = start();
    add(1, 2, 3);
    assert.deepEqual([store.attempts, writer.counts.waiting], [0, 3]);
    await written(3);
    assert.deepEqual(store.batches, [[1, 2, 3]]);
    assert.equal(writer.counts.waiting, 0);
  });

  it('writes a full batch at once, and one at a time', async () => {
    const { store, add, written } = start({ batchSize: 4, intervalMs: 60_000 });
    add(...numbers(12));
    assert.equal(store.attempts, 1);
    await written(12);
    assert.deepEqual(
      store.batches.map(({ length }) => length),
      [4, 4, 4],
    );
  });

  it('makes smaller batches of larger rows', async () => {
    const { store, add, written } = start({ batchBytes: 25 });
    add(...numbers(6));
    await written(6);
    assert.deepEqual(
      store.batches.map(({ length }) => length),
      [3, 3],
    );
  });

  it('keeps what a failing store does not take, in order, and says so once', async () => {
    const { store, outages, recoveries, writer, add, written } = start();
    store.fault = DOWN;
    add(1, 2);
    await eventually('several attempts', () => store.attempts >= 4);
    assert.equal(writer.counts.failing, true);
    add(3);
    store.fault = undefined;
    await written(3);
    assert.deepEqual(store.batches.flat(), [1, 2, 3]);
    assert.deepEqual([outages, recoveries, writer.counts.failing], [[DOWN], [0], false]);
  });

  it('drops the newest when there is no room, by count and by bytes, and counts them', async () => {
    for (const limits of [{ capacity: 3 }, { mostBytes: 30 }]) {
      const { store, recoveries, writer, add, written } = start(limits);
      store.fault = DOWN;
      add(1);
      await eventually('a failure', () => writer.counts.failing);
      add(2, 3, 4, 5);
      assert.deepEqual([writer.counts.waiting, writer.counts.dropped.full], [3, 2]);
      store.fault = undefined;
      await written(3);
      assert.deepEqual(store.batches.flat(), [1, 2, 3]);
      assert.deepEqual(recoveries, [2]);
    }
  });

  it('stands ten minutes without a store: few tries, what fits waits, and all of it is written then', async (context) => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const seconds = async (count: number): Promise<void> => {
      for (let second = 0; second < count; second++) {
        context.mock.timers.tick(1000);
        await new Promise(setImmediate);
      }
    };
    const usual = { intervalMs: 500, retryMs: { first: 500, longest: 30_000 } };
    const { store, outages, recoveries, writer, add } = start(usual);
    store.fault = DOWN;
    for (let minute = 0; minute < 10; minute++) {
      add(...numbers(1200));
      await seconds(60);
    }
    assert.deepEqual([writer.counts.waiting, writer.counts.dropped.full], [10_000, 2000]);
    assert.ok(store.attempts <= 30, `${store.attempts} tries`);
    store.fault = undefined;
    await seconds(60);
    assert.deepEqual([writer.counts.written, writer.counts.waiting], [10_000, 0]);
    assert.deepEqual([outages, recoveries, writer.counts.failing], [[DOWN], [2000], false]);
  });

  it('finds the one row that the store refuses, and writes all others', async () => {
    const refused = new Error('no such value');
    const written: number[] = [];
    const { writer, refusals, outages, add } = start({
      append: async (batch) => {
        await Promise.resolve();
        if (batch.includes(37)) throw refused;
        written.push(...batch);
      },
    });
    add(...numbers(100));
    await eventually('the others', () => writer.counts.written === 99);
    assert.deepEqual(
      written,
      numbers(100).filter((row) => row !== 37),
    );
    assert.deepEqual([writer.counts.dropped.refused, refusals, outages], [1, [refused], []]);
  });

  it('writes what is left when it is closed, and does not wait for the interval', async () => {
    const { store, writer, add } = start({ intervalMs: 60_000, batchSize: 2 });
    add(1, 2, 3, 4, 5);
    await writer.close(10_000);
    assert.deepEqual(store.batches.flat(), [1, 2, 3, 4, 5]);
    assert.equal(writer.counts.dropped.ended, 0);
  });

  it('tries again while it closes', async () => {
    const { store, writer, add } = start({ intervalMs: 60_000 });
    store.fault = DOWN;
    add(1);
    const closed = writer.close(10_000);
    await eventually('a failure', () => store.attempts >= 1);
    store.fault = undefined;
    await closed;
    assert.deepEqual(store.batches, [[1]]);
  });

  it('gives up after the deadline on a store that fails, and on one that never answers', async () => {
    for (const trouble of [{ fault: DOWN }, { hangs: true }]) {
      const { store, writer, add } = start({ intervalMs: 60_000 });
      Object.assign(store, trouble);
      add(1, 2);
      await writer.close(20);
      assert.deepEqual([writer.counts.waiting, writer.counts.dropped.ended], [0, 2]);
    }
  });
});
