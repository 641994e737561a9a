import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { qualityOverTime } from '../../../src/console/evidence/quality-over-time.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 1);

const FAILED = { ...buildStoredRecord('x').outcome, status: 503 } as StoredRecord['outcome'];

const records = [
  ...Array.from({ length: 10 }, (_, at) =>
    buildStoredRecord(`first-${at}`, {
      ...{ at: FIRST + at, costUsd: 0.001 * (1 + (at % 2)), margin: at === 0 ? null : 0.5 },
      outcome: at < 2 ? FAILED : buildStoredRecord('x').outcome,
    }),
  ),
  buildStoredRecord('third', { at: FIRST + 2 * DAY, costUsd: 1 }),
  buildStoredRecord('code', { at: FIRST + 2 * DAY, route: 'code' }),
  buildStoredRecord('none', { at: FIRST, route: null, costUsd: null, margin: null, outcome: null }),
  buildStoredRecord('late', { at: FIRST + 3 * DAY }),
];

describe('qualityOverTime', () => {
  const store = memoryStore(records);

  it('has a place for every day of the period, and routes by size', async () => {
    const { days, routes, since, until } = await qualityOverTime(store, {
      since: FIRST,
      until: FIRST + 3 * DAY,
    });
    assert.deepEqual(days, ['2026-01-01', '2026-01-02', '2026-01-03']);
    assert.deepEqual([since, until], ['2026-01-01T00:00:00.000Z', '2026-01-04T00:00:00.000Z']);
    assert.deepEqual(
      routes.map(({ route, records: count, byDay }) => [route, count, byDay.map((day) => day?.records ?? 0)]),
      [
        ['smalltalk', 11, [10, 0, 1]],
        ['code', 1, [0, 0, 1]],
        [null, 1, [1, 0, 0]],
      ],
    );
  });

  it('counts the days that the period only touches', async () => {
    const { days } = await qualityOverTime(store, { since: FIRST + DAY - 1, until: FIRST + DAY + 1 });
    assert.deepEqual(days, ['2026-01-01', '2026-01-02']);
  });

  it('tells shares and means with their intervals, and nothing of what is not known', async () => {
    await store.addFeedback([
      { decision: 'first-3', source: 'user', at: FIRST, score: 1, route: null, model: null, tags: [] },
    ]);
    const { routes } = await qualityOverTime(store, { since: FIRST, until: FIRST + 3 * DAY });
    const [day, , single] = routes[0]?.byDay ?? [];
    assert.ok(day);
    assert.equal(day.succeeded?.value, 0.8);
    assert.ok(day.succeeded.low < 0.8 && day.succeeded.high > 0.8 && day.succeeded.high < 1);
    assert.ok(day.cost !== null && Math.abs(day.cost.value - 0.0015) < 1e-12);
    assert.ok(day.cost.low > 0 && day.cost.low < day.cost.value);
    assert.equal(day.margin?.value, 0.5);
    assert.equal(day.liked?.value, 1);
    assert.deepEqual([day.passed, day.escalated], [null, null]);
    assert.equal(single?.cost, null, 'of one number nobody knows the spread');
    const none = routes[2]?.byDay[0];
    assert.deepEqual([none?.succeeded, none?.cost, none?.margin], [null, null, null]);
  });

  it('keeps intervals where their values can be', async () => {
    const wild = memoryStore(
      [0, 0, 0, 3].map((costUsd, at) =>
        buildStoredRecord(`r${at}`, { at: FIRST + at, costUsd, margin: at / 3 }),
      ),
    );
    const { routes } = await qualityOverTime(wild, { since: FIRST, until: FIRST + DAY });
    const day = routes[0]?.byDay[0];
    assert.equal(day?.cost?.low, 0);
    assert.deepEqual([day.margin?.low, day.margin?.high], [0, 1]);
  });
});
