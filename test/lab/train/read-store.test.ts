import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readStore } from '../../../src/lab/train/read-store.js';
import type { AnswerComparison } from '../../../src/record/comparison.js';
import type { Feedback } from '../../../src/record/feedback.js';
import type { StoredAttempt, StoredRecord } from '../../../src/record/stored-record.js';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import { buildModel, buildRegistry, buildRoute } from '../../support/build-registry.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';

const registry = buildRegistry(
  [buildModel('small'), buildModel('large')],
  [buildRoute('smalltalk', 'small'), buildRoute('code', 'large')],
);

const plain = buildStoredRecord('plain');

const recordOf = (id: string, text: string | null, changes: Partial<StoredRecord> = {}): StoredRecord =>
  buildStoredRecord(id, {
    prompt: { ...plain.prompt, messages: text === null ? null : [{ role: 'user', text }] },
    outcome: {
      ...{ status: 200, model: 'small', flags: [], attempts: 1, inputTokens: 10, outputTokens: 20 },
      ...{ cachedTokens: null, timeToFirstByteMs: 5, totalMs: 9 },
    },
    ...changes,
  });

const attempt = (model: string, score: number, escalated: boolean): StoredAttempt => ({
  ...{
    model,
    score,
    escalated,
    status: 200,
    passed: !escalated,
    reasons: [],
    inputTokens: 10,
    outputTokens: 7,
  },
});

const opinion = (decision: string, changes: Partial<Feedback>): Feedback => ({
  ...{ decision, source: 'user', at: 5, score: null, route: null, model: null, tags: [] },
  ...changes,
});

const comparison = (decision: string, changes: Partial<AnswerComparison>): AnswerComparison => ({
  ...{
    decision,
    kind: 'audit',
    at: 5,
    model: 'small',
    reference: 'large',
    score: null,
    referenceScore: null,
  },
  ...{ agreement: null, preferred: null, costUsd: 0 },
  ...changes,
});

async function learn(
  records: readonly StoredRecord[],
  feedback: readonly Feedback[] = [],
  comparisons: readonly AnswerComparison[] = [],
) {
  const store = await openRecordStore('sqlite::memory:');
  try {
    await store.append(records);
    await store.addFeedback(feedback);
    await store.addComparisons(comparisons);
    let read = 0;
    const lessons = await readStore(store, {}, registry, (count) => (read += count));
    assert.equal(read, records.length);
    return lessons;
  } finally {
    await store.close();
  }
}

describe('readStore', () => {
  it('learns corrected routes; a person who labels knows best', async () => {
    const lessons = await learn(
      [recordOf('a', 'a loop'), recordOf('b', 'hi'), recordOf('c', 'ho')],
      [
        opinion('a', { route: 'smalltalk' }),
        opinion('a', { route: 'code', source: 'label' }),
        opinion('b', { route: 'gone' }),
      ],
    );
    assert.deepEqual(lessons.routes, [{ text: 'a loop', route: 'code' }]);
    assert.deepEqual(lessons.notes, ['1 corrections left out: they name no route of the registry']);
    assert.deepEqual(lessons.sources, { correction: 1 });
  });

  it('learns how good answers were: by opinions, else comparisons, else the gate', async () => {
    const attempts = [attempt('small', 0.2, true), attempt('large', 0.9, false)];
    const lessons = await learn(
      [
        recordOf('said', 'one', { attempts: [attempt('small', 0.8, false)] }),
        recordOf('compared', 'two'),
        recordOf('judged', 'three', { attempts }),
        recordOf('silent', 'four'),
      ],
      [opinion('said', { score: 0 }), opinion('said', { score: 1, source: 'reask' })],
      [comparison('compared', { preferred: 'reference' })],
    );
    const told = lessons.outcomes.map(({ view, models }) => [
      view.lastUserText,
      ...[...models].map(([name, { quality }]) => `${name} ${quality}`),
    ]);
    assert.deepEqual(told.sort(), [
      ['one', 'small 0'],
      ['three', 'small 0.2', 'large 0.9'],
      ['two', 'small 0', 'large 1'],
    ]);
    assert.deepEqual(lessons.sources, { feedback: 1, comparison: 1, gate: 1, verdict: 1 });
    assert.deepEqual([lessons.from, lessons.until], [plain.at, plain.at]);
  });

  it("learns the gate's bar from delivered answers, without their text", async () => {
    const lessons = await learn(
      [
        recordOf('good', null, { attempts: [attempt('small', 0.7, false)] }),
        recordOf('bad', null, { attempts: [attempt('small', 0.6, true), attempt('large', 0.4, false)] }),
        recordOf('nobody', null, { attempts: [attempt('small', 0.6, false)] }),
      ],
      [opinion('good', { score: 1 })],
      [comparison('bad', { preferred: 'reference' })],
    );
    assert.deepEqual(lessons.gate, [
      { id: 'good', route: 'smalltalk', score: 0.7, isGood: true },
      { id: 'bad', route: 'smalltalk', score: 0.4, isGood: false },
    ]);
    assert.match(lessons.notes.join(), /^3 records left out: their text was not kept/);
  });
});
