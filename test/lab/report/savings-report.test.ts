import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { experimentReport } from '../../../src/lab/report/experiment-report.js';
import { rollUp } from '../../../src/lab/report/roll-up.js';
import {
  REPORT_GROUPINGS,
  savingsReport,
  type SavingsReport,
} from '../../../src/lab/report/savings-report.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import type { RecordSummary } from '../../../src/store/record-store.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 2, 12);

/** 200 routed requests on two routes and two days, 50 in the control group, and 20 pins. */
function records(): StoredRecord[] {
  const make = (count: number, kind: string, of: (at: number) => Partial<StoredRecord>): StoredRecord[] =>
    Array.from({ length: count }, (_, at) => buildStoredRecord(`${kind}${at}`, of(at)));
  return [
    ...make(200, 'routed', (at) => ({
      route: at % 2 === 0 ? 'smalltalk' : 'code',
      at: at < 150 ? NOON : NOON + DAY,
      costUsd: 0.001 + (at % 3) * 0.001,
      reason: at < 30 ? 'low_margin' : 'similar',
      // Tool loops, which nobody draws for.
      propensity: at < 10 ? 1 : 0.9,
    })),
    ...make(50, 'control', (at) => ({
      ...{
        arm: 'control',
        reason: 'control',
        model: 'large',
        costUsd: 0.01 + (at % 2) * 0.002,
        propensity: 0.1,
      },
    })),
    ...make(20, 'pinned', () => ({ reason: 'pinned', route: null, model: 'large', costUsd: 1 })),
  ];
}

async function summaries(): Promise<RecordSummary[]> {
  return memoryStore(records()).summarize({}, [...REPORT_GROUPINGS, 'layer']);
}

const report = async (): Promise<SavingsReport> => savingsReport(await summaries(), REPORT_GROUPINGS.length);

const close = (actual: number | undefined, wanted: number): void => {
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < 1e-9, `${String(actual)} is not ${wanted}`);
};

describe('savingsReport', () => {
  it('counts what was routed, with pins, and knows the control group', async () => {
    const { records: all, routed, controlled } = await report();
    assert.deepEqual([all, routed.records, controlled], [270, 220, 50]);
  });

  it('says how many finished records have no cost', async () => {
    const priceless = Array.from({ length: 90 }, (_, at) => buildStoredRecord(`p${at}`, { costUsd: null }));
    const open = buildStoredRecord('open', { costUsd: null, outcome: null });
    const { unpriced } = savingsReport(
      await memoryStore([...records(), ...priceless, open]).summarize({}, REPORT_GROUPINGS),
    );
    assert.deepEqual(unpriced, { finished: 360, records: 90, share: 0.25 });
  });

  it('holds only requests that could have been in the control group against it', async () => {
    const { routed } = await report();
    const mean =
      Array.from({ length: 200 }, (_, at) => 0.001 + (at % 3) * 0.001).reduce((a, b) => a + b) / 200;
    close(routed.againstControl?.perRequest?.value, 0.011 - mean);
    close(routed.againstControl?.usd, 200 * (0.011 - mean));
  });

  it('adds up by route, by day, and by what was asked for', async () => {
    const { routes, days, groups } = await report();
    assert.deepEqual(
      routes.map(({ name, records: count }) => [name, count]),
      [
        ['code', 100],
        ['smalltalk', 100],
        [null, 20],
      ],
    );
    assert.deepEqual(
      days.map(({ name, records: count }) => [name, count]),
      [
        ['2026-01-02', 170],
        ['2026-01-03', 50],
      ],
    );
    assert.deepEqual(
      groups?.map(({ name, records: count }) => [name, count]),
      [['fast', 270]],
    );
    assert.equal(routes.find(({ name }) => name === 'code')?.againstControl, undefined);
  });

  it('shows the share of each model over all arms', async () => {
    const { pool } = await report();
    assert.deepEqual(
      pool.map(({ model, records: count }) => [model, count]),
      [
        ['large', 70],
        ['small', 200],
      ],
    );
    close(pool[0]?.share, 70 / 270);
  });

  it('alarms when more than a tenth of the routed requests fell back', async () => {
    const { fallback } = await report();
    close(fallback.rate?.value, 30 / 220);
    assert.equal(fallback.isAlarming, true);
    const few = await memoryStore(records().slice(0, 40)).summarize({}, REPORT_GROUPINGS);
    assert.equal(savingsReport(few).fallback.isAlarming, false);
  });

  it('tells which part of the fallbacks was out of scope', async () => {
    const strangers = Array.from({ length: 80 }, (_, at) =>
      buildStoredRecord(`stranger${at}`, { reason: 'out_of_scope', route: null }),
    );
    const { routed, routes, fallback } = savingsReport(
      await memoryStore([...records(), ...strangers]).summarize({}, REPORT_GROUPINGS),
    );
    close(routed.outOfScope?.value, 80 / 300);
    close(fallback.rate?.value, 110 / 300);
    const none = routes.find(({ name }) => name === null);
    assert.deepEqual([none?.outOfScope?.value, none?.fallback?.value], [0.8, 0.8]);
  });

  it('is a report of nothing for an empty store', async () => {
    const {
      records: all,
      routes,
      routed,
      groups,
    } = savingsReport(await memoryStore().summarize({}, REPORT_GROUPINGS));
    assert.deepEqual([all, routes, routed.againstControl, groups], [0, [], undefined, undefined]);
  });
});

describe('rollUp', () => {
  it('gives each group the sums of its parts, null last', async () => {
    const rolled = rollUp(await summaries(), 1);
    assert.deepEqual(
      rolled.map(({ name }) => name),
      ['code', 'smalltalk', null],
    );
    close(rolled.at(-1)?.sums.costUsd, 20);
  });
});

describe('experimentReport', () => {
  it('compares the arms by requests that were drawn', async () => {
    const { arms, comparisons } = experimentReport(await summaries(), { alpha: 0.05, tolerance: 0.02 });
    assert.deepEqual(
      arms.map(({ arm, records: count }) => [arm, count]),
      [
        ['routed', 190],
        ['control', 50],
      ],
    );
    const [comparison] = comparisons;
    assert.ok(comparison !== undefined);
    assert.deepEqual([comparison.arm, comparison.baseline], ['routed', 'control']);
    assert.equal(comparison.verdict, 'too few');
    assert.deepEqual(
      comparison.metrics.map(({ metric }) => metric),
      ['cost', 'success', 'gate', 'liked'],
    );
  });

  it('has no comparison of one arm', async () => {
    const one = await memoryStore(records().slice(0, 100)).summarize({}, REPORT_GROUPINGS);
    const { arms, comparisons } = experimentReport(one, { alpha: 0.05, tolerance: 0.02 });
    assert.deepEqual([arms.length, comparisons.length], [0, 0]);
  });
});
