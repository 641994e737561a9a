import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AnswerComparison } from '../../src/record/comparison.js';
import type { Feedback } from '../../src/record/feedback.js';
import { createRecordWriter } from '../../src/record/record-writer.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import { GROUPINGS, type RecordFilter, type RecordStore } from '../../src/store/record-store.js';
import { RefusedRow } from '../../src/store/refused-row.js';
import { buildStoredRecord } from '../support/build-stored-record.js';
import { sumsPartOfDays } from './conformance-days.js';

const NOON = Date.UTC(2026, 0, 2, 12);
const DAY_MS = 86_400_000;
const FOREVER = { maxAgeMs: Number.MAX_SAFE_INTEGER, maxBytes: Number.MAX_SAFE_INTEGER };

/**
 * What every store must do, as tests of the suite that calls this.
 *
 * @param open gives a store that is empty; the test closes it
 */
export function describeConformance(open: () => Promise<RecordStore>): void {
  const withStore = async (work: (store: RecordStore) => Promise<void>): Promise<void> => {
    const store = await open();
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };
  keepsRecords(withStore);
  readsInOrder(withStore);
  keepsOpinions(withStore);
  sums(withStore);
  sumsPartOfDays(withStore);
  forgets(withStore);
}

export type WithStore = (work: (store: RecordStore) => Promise<void>) => Promise<void>;

function keepsRecords(withStore: WithStore): void {
  it('gives a record back as it was, whatever its text', () =>
    withStore(async (store) => {
      const odd = 'NUL \0, half a pair \ud800, "quotes" \\ {braces}, \u{1f600}';
      const record = buildStoredRecord('odd', {
        tenant: 'tab\t, \0 and \udc00',
        modelAsked: odd,
        prompt: {
          ...buildStoredRecord('x').prompt,
          messages: [{ role: 'user', text: odd.repeat(2000) }],
        },
        propensity: 1 / 3,
        costUsd: 1e-12,
      });
      await store.append([record]);
      assert.deepEqual(await store.find('odd'), record);
      assert.equal(await store.find('nobody'), undefined);
      assert.equal(await store.find('no\0body \ud800'), undefined);
      // As it was sent, and as the column has it.
      for (const tenant of [record.tenant ?? '', 'tab\t, \ufffd and \ufffd']) {
        assert.deepEqual(idsOf((await store.page({ tenant }, 10)).records), ['odd']);
      }
      const [group] = await store.summarize({}, ['tenant']);
      assert.deepEqual(group?.group, ['tab\t, \ufffd and \ufffd']);
    }));

  it('refuses a batch with a record that it can never take, and takes the rest without it', () =>
    withStore(async (store) => {
      const isRefusal = (error: unknown): boolean => error instanceof RefusedRow;
      const bad = ['bad', 'worse'].map((id) => buildStoredRecord(id, { decideUs: NaN }));
      await assert.rejects(store.append([buildStoredRecord('a'), ...bad]), isRefusal);
      assert.equal((await store.size()).records, 0);
      const refused: unknown[] = [];
      const fail = (error: unknown): void => assert.fail(String(error));
      const writer = createRecordWriter<StoredRecord>({
        append: (batch) => store.append(batch),
        bytesOf: () => 1,
        ...{ onOutage: fail, onRecovery: fail, onRefused: (error) => refused.push(error) },
      });
      for (const id of ['a', 'b', 'c']) writer.add(buildStoredRecord(id));
      for (const record of bad) writer.add(record);
      for (const id of ['d', 'e']) writer.add(buildStoredRecord(id));
      await writer.close(60_000);
      assert.deepEqual(writer.counts.dropped, { full: 0, refused: 2, ended: 0 });
      assert.ok(refused.length === 2 && refused.every(isRefusal));
      assert.deepEqual(idsOf((await store.page({}, 10)).records).sort(), ['a', 'b', 'c', 'd', 'e']);
    }));

  it('leaves a record that it knows as it is', () =>
    withStore(async (store) => {
      await store.append([buildStoredRecord('one', { model: 'small' })]);
      await store.append([
        buildStoredRecord('one', { model: 'large' }),
        buildStoredRecord('two'),
        buildStoredRecord('two', { model: 'large' }),
      ]);
      assert.equal((await store.find('one'))?.model, 'small');
      assert.equal((await store.find('two'))?.model, 'small');
      assert.equal((await store.size()).records, 2);
      await store.append([]);
    }));

  it('takes more than one batch at a time', () =>
    withStore(async (store) => {
      const batches = Array.from({ length: 8 }, (_, batch) =>
        Array.from({ length: 25 }, (_, at) =>
          buildStoredRecord(`${batch}-${at}`, { at: NOON + batch * DAY_MS }),
        ),
      );
      await Promise.all(batches.map((batch) => store.append(batch)));
      const { records, bytes } = await store.size();
      assert.equal(records, 200);
      assert.ok(bytes > 10_000);
    }));
}

function readsInOrder(withStore: WithStore): void {
  it('pages from the newest to the oldest, those of one moment included', () =>
    withStore(async (store) => {
      const records = Array.from({ length: 25 }, (_, at) =>
        buildStoredRecord(`r${at}`, { at: NOON + Math.floor(at / 5) * DAY_MS }),
      );
      await store.append(records);
      const seen: StoredRecord[] = [];
      let next: string | undefined;
      do {
        const page = await store.page({}, 7, next);
        seen.push(...page.records);
        next = page.next;
      } while (next !== undefined);
      assert.deepEqual([...idsOf(seen)].sort(), [...idsOf(records)].sort());
      const times = seen.map(({ at }) => at);
      assert.deepEqual(
        times,
        [...times].sort((a, b) => b - a),
      );
      assert.deepEqual(await store.page({ route: 'nobody' }, 7), { records: [] });
    }));

  it('refuses a page size and a place that make no sense', () =>
    withStore(async (store) => {
      for (const limit of [0, 1001, 1.5]) await assert.rejects(store.page({}, limit), { code: 'usage' });
      await assert.rejects(store.page({}, 10, 'elsewhere'), { code: 'usage' });
    }));

  it('scans all records, the oldest first, in batches', () =>
    withStore(async (store) => {
      const records = Array.from({ length: 1100 }, (_, at) => buildStoredRecord(`r${at}`, { at: NOON - at }));
      await store.append(records);
      const seen: StoredRecord[] = [];
      for await (const batch of store.scan({ since: NOON - 1050 })) seen.push(...batch);
      assert.deepEqual(idsOf(seen), idsOf(records.slice(0, 1051)).reverse());
    }));

  it('filters by every condition', () =>
    withStore(async (store) => {
      const plain = buildStoredRecord('plain');
      const other = buildStoredRecord('other', {
        ...{ at: NOON + 1000, route: null, model: 'large', reason: 'low_margin', arm: 'control' },
        ...{ tenant: 'acme', margin: 0.1, propensity: 0.05 },
      });
      await store.append([plain, other]);
      const filters: RecordFilter[] = [
        ...[{ since: NOON + 1 }, { model: 'large' }, { reason: 'low_margin' }, { arm: 'control' as const }],
        ...[
          { id: 'other' },
          { tenant: 'acme' },
          { marginBelow: 0.5 },
          { drawn: true },
          { since: NOON + 1000, until: NOON + 1001 },
        ],
      ];
      for (const filter of filters) {
        assert.deepEqual(idsOf((await store.page(filter, 10)).records), ['other'], JSON.stringify(filter));
        const [sums] = await store.summarize(filter, []);
        assert.equal(sums?.records, 1, JSON.stringify(filter));
      }
      for (const filter of [{ until: NOON + 1000 }, { route: 'smalltalk' }, { drawn: false }]) {
        assert.deepEqual(idsOf((await store.page(filter, 10)).records), ['plain'], JSON.stringify(filter));
      }
    }));
}

const OPINION: Feedback = {
  ...{ decision: 'a', source: 'user', at: NOON, score: 0, route: null, model: null, tags: [] },
};

function keepsOpinions(withStore: WithStore): void {
  it("keeps each source's first word about a decision, also when it comes before the record", () =>
    withStore(async (store) => {
      const full: Feedback = {
        ...OPINION,
        score: 0.25,
        route: 'code',
        model: 'large',
        tags: ['slow', 'a\0"b'],
      };
      assert.equal(await store.addFeedback([full, { ...OPINION, source: 'reask' }]), 2);
      assert.equal(await store.addFeedback([OPINION, { ...OPINION, source: 'label', score: null }]), 1);
      assert.deepEqual(await collect(store.feedback({})), []);
      await store.append([buildStoredRecord('a')]);
      const seen = await collect(store.feedback({ route: 'smalltalk', until: NOON + 1 }));
      assert.deepEqual(seen, [
        full,
        { ...OPINION, source: 'reask' },
        { ...OPINION, source: 'label', score: null },
      ]);
      assert.deepEqual(await collect(store.feedback({ id: 'a' })), seen);
      assert.deepEqual(await collect(store.feedback({ id: 'b' })), []);
      assert.deepEqual(await collect(store.feedback({ route: 'code' })), []);
    }));

  it('keeps each comparison once', () =>
    withStore(async (store) => {
      const comparison: AnswerComparison = {
        ...{ decision: 'a', kind: 'shadow', at: NOON, model: 'small', reference: 'large', score: 0.5 },
        ...{ referenceScore: null, agreement: 0.75, preferred: 'tie', costUsd: 0.01 },
      };
      await store.append([buildStoredRecord('a')]);
      await store.addComparisons([comparison, { ...comparison, kind: 'audit', preferred: null }]);
      await store.addComparisons([{ ...comparison, score: 1 }]);
      const seen = await collect(store.comparisons({ model: 'small' }));
      assert.deepEqual(seen, [comparison, { ...comparison, kind: 'audit', preferred: null }]);
    }));
}

function sums(withStore: WithStore): void {
  it('counts and sums by group', () =>
    withStore(async (store) => {
      await store.append([
        buildStoredRecord('a'),
        buildStoredRecord('b', { at: NOON + DAY_MS, costUsd: 0.003, margin: 0.5 }),
        buildStoredRecord('c', {
          route: null,
          reason: 'low_margin',
          outcome: null,
          costUsd: null,
          margin: null,
        }),
        buildStoredRecord('d', {
          route: 'code',
          cascade: { tiers: ['small', 'large'], startedBy: 'first', streaming: 'buffer' },
          attempts: [
            attempt({ passed: false, escalated: true }),
            attempt({ passed: true }),
            attempt({ passed: null }),
          ],
          outcome: { ...outcomeOf('d'), status: 503, timeToFirstByteMs: null },
        }),
      ]);
      await store.addFeedback([
        OPINION,
        { ...OPINION, decision: 'b', score: 1 },
        { ...OPINION, decision: 'b', source: 'reask' },
        { ...OPINION, decision: 'c', score: null },
      ]);
      const groups = await store.summarize({}, ['route', 'day']);
      assert.deepEqual(
        groups.map(({ group, records, liked, disliked }) => [...group, records, liked, disliked]),
        [
          ['code', '2026-01-02', 1, 0, 0],
          ['smalltalk', '2026-01-02', 1, 0, 1],
          ['smalltalk', '2026-01-03', 1, 1, 0],
          [null, '2026-01-02', 1, 0, 0],
        ],
      );
      const [all] = await store.summarize({}, []);
      assert.ok(all !== undefined);
      const rounded = Object.fromEntries(
        Object.entries(all).map(([key, value]) => [
          key,
          typeof value === 'number' ? Number(value.toFixed(12)) : value,
        ]),
      );
      assert.deepEqual(rounded, {
        ...{ group: [], records: 4, finished: 3, succeeded: 2, priced: 3, costUsd: 0.005, wastedUsd: 0 },
        ...{
          defaultUsd: 0.015,
          strongestUsd: 0.03,
          costSquares: 0.000011,
          strongestSquares: 0.0003,
          defaultSquares: 0.000075,
        },
        ...{ strongestSavingSquares: 0.000211, defaultSavingSquares: 0.000036 },
        ...{ inputTokens: 300, outputTokens: 150, cascades: 1, escalated: 1, fellBack: 1 },
        ...{ margins: 3, marginSum: 2.1, marginSquares: 1.53, liked: 1, disliked: 1, judged: 2, passed: 1 },
        ...{ timed: 2, totalMs: 1600, timeToFirstByteMs: 240, decideUs: 800 },
      });
    }));

  it('groups by everything that there is, and by nothing', () =>
    withStore(async (store) => {
      assert.deepEqual(await store.summarize({}, ['route']), []);
      assert.equal((await store.summarize({}, []))[0]?.records, 0);
      await store.append([buildStoredRecord('a'), buildStoredRecord('b', { tenant: 'acme' })]);
      const groups = await store.summarize({ since: NOON }, GROUPINGS);
      assert.deepEqual(
        groups.map(({ group }) => group),
        ['acme', null].map((tenant) => [
          ...['2026-01-02', 'smalltalk', 'small', 'routed', 'no', 'fast', 'similar', tenant, '0123456789ab'],
        ]),
      );
      assert.deepEqual(await store.summarize({ since: NOON + 1 }, GROUPINGS), []);
    }));
}

function forgets(withStore: WithStore): void {
  it('forgets what is too old, with the feedback on it', () =>
    withStore(async (store) => {
      const days = [0, 1, 2, 3];
      await store.append(days.map((day) => buildStoredRecord(`d${day}`, { at: NOON + day * DAY_MS })));
      await store.addFeedback(
        days.map((day) => ({ ...OPINION, decision: `d${day}`, at: NOON + day * DAY_MS })),
      );
      const now = NOON + 10 * DAY_MS;
      assert.equal(await store.prune({ ...FOREVER, maxAgeMs: 9 * DAY_MS }, now), 1);
      assert.equal(await store.prune({ ...FOREVER, maxAgeMs: 9 * DAY_MS }, now), 0);
      assert.equal(await store.prune({ ...FOREVER, maxAgeMs: 6.5 * DAY_MS }, now), 3);
      assert.equal((await store.size()).records, 0);
      // The feedback is really gone: a second word is a first one again.
      assert.equal(await store.addFeedback([{ ...OPINION, decision: 'd0' }]), 1);
    }));

  it('forgets feedback whose record never came, though no record is old', () =>
    withStore(async (store) => {
      await store.append([buildStoredRecord('kept', { at: NOON })]);
      await store.addFeedback(['kept', 'lost'].map((decision) => ({ ...OPINION, decision })));
      assert.equal(await store.prune(FOREVER, NOON + 2 * DAY_MS), 0);
      const again = ['kept', 'lost'].map((decision) => ({ ...OPINION, decision }));
      assert.equal(await store.addFeedback(again), 1);
    }));

  it('forgets the oldest when there is too much', () =>
    withStore(async (store) => {
      const records = Array.from({ length: 1500 }, (_, at) =>
        buildStoredRecord(`r${at}`, { at: NOON + Math.floor(at / 500) * DAY_MS }),
      );
      await store.append(records);
      const { bytes } = await store.size();
      const removed = await store.prune({ ...FOREVER, maxBytes: bytes * 0.7 }, NOON);
      const after = await store.size();
      assert.ok(removed > 0 && removed < 1500);
      assert.equal(after.records, 1500 - removed);
      assert.ok(after.bytes <= bytes * 0.7);
      assert.ok((await store.find('r1499')) !== undefined);
      assert.equal(await store.find('r0'), undefined);
      // What is newer is taken as before, and so is what is as old as what went.
      await store.append([buildStoredRecord('new', { at: NOON + 9 * DAY_MS }), buildStoredRecord('old')]);
      assert.equal((await store.size()).records, after.records + 2);
    }));
}

function attempt(changes: Partial<StoredRecord['attempts'][number]>): StoredRecord['attempts'][number] {
  return {
    ...{ model: 'small', status: 200, score: 0.5, passed: true, reasons: [], escalated: false },
    ...{ inputTokens: 1, outputTokens: 1 },
    ...changes,
  };
}

function outcomeOf(id: string): NonNullable<StoredRecord['outcome']> {
  const { outcome } = buildStoredRecord(id);
  assert.ok(outcome !== null);
  return outcome;
}

function idsOf(records: readonly StoredRecord[]): string[] {
  return records.map(({ id }) => id);
}

async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}
