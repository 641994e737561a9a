import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomNumbers } from '../../../src/heads/random.js';
import type { DriftFinding } from '../../../src/lab/drift/drift-finding.js';
import { findDrift, type DriftOptions, type DriftReport } from '../../../src/lab/drift/find-drift.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

const DAY = 86_400_000;
const UNTIL = Date.UTC(2026, 5, 29);
const OPTIONS: DriftOptions = {
  period: { until: UNTIL, windowMs: 7 * DAY, referenceMs: 28 * DAY },
  ...{ alpha: 0.01, texts: 0, space: undefined },
};

/** A record every half an hour over five weeks. */
function fiveWeeks(
  make: (at: number, isLast: boolean, random: () => number) => Partial<StoredRecord>,
): StoredRecord[] {
  const random = randomNumbers(5);
  return Array.from({ length: 35 * 48 }, (_, index) => {
    const at = UNTIL - 35 * DAY + index * 1_800_000 + 1;
    return buildStoredRecord(`r${index}`, { at, ...make(at, at >= UNTIL - 7 * DAY, random) });
  });
}

const OF_TWO_ROUTES = (random: () => number): Partial<StoredRecord> => ({
  route: random() < 0.5 ? 'smalltalk' : 'code',
  margin: 0.5 + random() / 2,
  confidence: 0.5 + random() / 2,
});

const named = ({ findings }: DriftReport): string[] =>
  findings.map(({ route, metric, rule }: DriftFinding) => `${route ?? 'all'} ${metric} ${rule}`);

describe('findDrift', () => {
  it('finds nothing where nothing has changed', async () => {
    const store = memoryStore(fiveWeeks((_, __, random) => OF_TWO_ROUTES(random)));
    const report = await findDrift(store, OPTIONS);
    assert.deepEqual(report.findings, []);
    assert.equal(report.reference.records + report.window.records, 35 * 48);
    assert.equal(report.window.records, 7 * 48);
    assert.deepEqual([report.tested, report.tooFew], [15, 0]);
    assert.deepEqual(report.clusters, []);
  });

  it('finds the route whose margins fell, and says how grave that is and what to do', async () => {
    const store = memoryStore(
      fiveWeeks((_, isLast, random) => {
        const record = OF_TWO_ROUTES(random);
        return isLast && record.route === 'code' ? { ...record, margin: random() / 2 } : record;
      }),
    );
    const report = await findDrift(store, OPTIONS);
    assert.deepEqual(named(report), ['all margin sequential', 'code margin sequential']);
    const [, code] = report.findings;
    assert.ok(code !== undefined);
    assert.equal(code.severity, 'high');
    assert.ok(code.before.mean > 0.7 && code.now.mean < 0.3);
    assert.ok(code.foundAt !== null && code.foundAt > new Date(UNTIL - 7 * DAY).toISOString());
    assert.match(code.advice, /add examples/);
  });

  it('finds requests out of scope by both rules where a week has enough, and blames the route that they resemble most', async () => {
    const store = memoryStore(
      fiveWeeks((_, isLast, random) => {
        const record = OF_TWO_ROUTES(random);
        return random() < (isLast ? 0.3 : 0.05) ? { ...record, route: null, reason: 'out_of_scope' } : record;
      }),
    );
    const report = await findDrift(store, OPTIONS);
    assert.deepEqual(named(report).toSorted(), [
      'all out_of_scope sequential',
      'all out_of_scope two_points',
      'smalltalk out_of_scope sequential',
    ]);
    assert.ok(report.findings.every(({ severity }) => severity === 'high'));
  });

  it('takes what clients do next, and what people say, for different things', async () => {
    const records = fiveWeeks((_, __, random) => OF_TWO_ROUTES(random));
    const store = memoryStore(records);
    const last = records.filter(({ at }) => at >= UNTIL - 7 * DAY);
    const opinion = { at: UNTIL, route: null, model: null, tags: [] };
    await store.addFeedback(
      last.flatMap(({ id }, index) => [
        ...(index % 3 === 0 ? [{ ...opinion, decision: id, source: 'reask' as const, score: 0 }] : []),
        { ...opinion, decision: id, source: 'user' as const, score: 1 },
      ]),
    );
    const report = await findDrift(store, OPTIONS);
    assert.ok(named(report).includes('all reask two_points'));
    assert.ok(named(report).every((finding) => finding.includes('reask')));
  });

  it('calls a change for the better by its name', async () => {
    const store = memoryStore(
      fiveWeeks((_, isLast, random) => ({
        ...OF_TWO_ROUTES(random),
        margin: isLast ? 0.9 + random() / 10 : random(),
      })),
    );
    const { findings } = await findDrift(store, OPTIONS);
    assert.deepEqual(
      findings.map(({ severity }) => severity),
      ['info', 'info', 'info'],
    );
  });

  it('counts the turns of one conversation once an hour', async () => {
    const quiet = fiveWeeks((_, __, random) => OF_TWO_ROUTES(random));
    const noisy = Array.from({ length: 2_000 }, (_, index) =>
      buildStoredRecord(`n${index}`, { at: UNTIL - DAY + index, conversation: 'one', margin: 0 }),
    );
    const report = await findDrift(memoryStore([...quiet, ...noisy]), OPTIONS);
    assert.deepEqual(report.findings, []);
  });

  it('leaves pins, rules and records out of the period alone', async () => {
    const records = fiveWeeks((_, isLast, random) => ({
      ...OF_TWO_ROUTES(random),
      ...(isLast && random() < 0.5 && { layer: 'pin', margin: 1, confidence: 1 }),
    }));
    const old = buildStoredRecord('old', { at: UNTIL - 36 * DAY });
    const report = await findDrift(memoryStore([...records, old]), OPTIONS);
    assert.deepEqual(report.findings, []);
    assert.equal(report.reference.records, 28 * 48);
  });

  it('has nothing to say of an empty store', async () => {
    const report = await findDrift(memoryStore(), OPTIONS);
    assert.deepEqual([report.tested, report.findings.length, report.window.records], [0, 0, 0]);
  });
});
