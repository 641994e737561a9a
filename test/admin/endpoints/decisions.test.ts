import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AdminView } from '../../../src/admin/admin-view.js';
import type { DecisionsPage, DecisionStory } from '../../../src/admin/api/decisions.js';
import { decisionEndpoints } from '../../../src/admin/endpoints/decisions.js';
import type { AnswerComparison } from '../../../src/record/comparison.js';
import { createRecentDecisions } from '../../../src/record/recent-decisions.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { openRecordStore } from '../../../src/store/open-record-store.js';
import { buildAdminView, handleOf } from '../../support/build-admin-view.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { callEndpoint, jsonReply, problemOf } from '../../support/call-endpoint.js';
import { memoryStore } from '../../support/memory-store.js';

const LIST = 'GET /decisions';
const STORY = 'GET /decisions/{id}';
const NOON = Date.UTC(2026, 0, 2, 12);

async function pageOf(view: AdminView, query = ''): Promise<DecisionsPage> {
  const [status, body] = jsonReply(await callEndpoint(decisionEndpoints(view), LIST, { query }));
  assert.equal(status, 200);
  return body as DecisionsPage;
}

async function storyOf(view: AdminView, id: string): Promise<DecisionStory> {
  const [status, body] = jsonReply(await callEndpoint(decisionEndpoints(view), STORY, { parts: { id } }));
  assert.equal(status, 200);
  return body as DecisionStory;
}

/** Follows `next` to the end. */
async function allIds(view: AdminView, query: string): Promise<string[]> {
  const ids: string[] = [];
  let page = await pageOf(view, query);
  for (;;) {
    ids.push(...page.decisions.map(({ id }) => id));
    if (page.next === null) return ids;
    page = await pageOf(view, `${query}&after=${encodeURIComponent(page.next)}`);
  }
}

function viewOfMemory(records: readonly StoredRecord[]): AdminView {
  const recent = createRecentDecisions();
  for (const record of records) recent.add(record);
  return buildAdminView({ recent });
}

const MIXED: readonly StoredRecord[] = [
  buildStoredRecord('plain'),
  buildStoredRecord('doubtful', {
    ...{ at: NOON + 1000, route: null, model: 'large', reason: 'low_margin', arm: 'control' },
    ...{ tenant: 'acme', margin: 0.1 },
  }),
  buildStoredRecord('unsure', { at: NOON + 2000, margin: null, reason: 'no_examples' }),
];

describe('GET /decisions', () => {
  it('filters alike in a store and in memory', async () => {
    const views = [viewOfMemory(MIXED), buildAdminView({ store: handleOf(memoryStore(MIXED)) })];
    const expected: readonly (readonly [query: string, ids: readonly string[]])[] = [
      ['', ['unsure', 'doubtful', 'plain']],
      ['route=smalltalk', ['unsure', 'plain']],
      ['model=large', ['doubtful']],
      ['reason=low_margin', ['doubtful']],
      ['arm=control', ['doubtful']],
      ['tenant=acme', ['doubtful']],
      ['marginBelow=0.5', ['doubtful']],
      ['marginBelow=1', ['doubtful', 'plain']],
      [`since=${NOON + 1000}`, ['unsure', 'doubtful']],
      [`since=2026-01-02T12:00:01Z&until=${NOON + 2000}`, ['doubtful']],
      ['until=2026-01-02', []],
      ['since=1h', []],
      ['route=nobody', []],
    ];
    for (const view of views) {
      for (const [query, ids] of expected) {
        const { decisions } = await pageOf(view, query);
        assert.deepEqual(
          decisions.map(({ id }) => id),
          ids,
          query,
        );
      }
    }
    assert.deepEqual(await Promise.all(views.map(async (view) => (await pageOf(view)).source)), [
      'memory',
      'store',
    ]);
  });

  it('shows one line of each', async () => {
    const { prompt } = buildStoredRecord('x');
    const record = buildStoredRecord('a', {
      prompt: {
        ...prompt,
        messages: [
          { role: 'user', text: 'first' },
          { role: 'user', text: `${'y'.repeat(119)}\u{1f600}` },
          { role: 'assistant', text: 'answer' },
        ],
      },
    });
    const [line] = (await pageOf(viewOfMemory([record]))).decisions;
    assert.deepEqual(line, {
      ...{ id: 'a', at: NOON, route: 'smalltalk', model: 'small', answeredBy: 'small', reason: 'similar' },
      ...{ layer: 'fast', arm: 'routed', confidence: 0.9, margin: 0.8, status: 200, escalated: false },
      ...{ decideUs: 400, totalMs: 800, inputTokens: 100, outputTokens: 50, costUsd: 0.001 },
      text: 'y'.repeat(119),
    });
    const bare = buildStoredRecord('b', { outcome: null, costUsd: null });
    const [unfinished] = (await pageOf(viewOfMemory([bare]))).decisions;
    assert.deepEqual(
      [unfinished?.status, unfinished?.answeredBy, unfinished?.totalMs, unfinished?.text],
      [null, null, null, null],
    );
  });

  it('pages over ten thousand without leaving any out or showing one twice', async () => {
    const records = Array.from({ length: 10_000 }, (_, at) =>
      // Seven of each millisecond.
      buildStoredRecord(`r${at}`, { at: NOON + Math.floor(at / 7) }),
    );
    const store = await openRecordStore('sqlite::memory:');
    await store.append(records);
    const ids = await allIds(buildAdminView({ store: handleOf(store) }), 'limit=199');
    await store.close();
    assert.deepEqual(ids, records.map(({ id }) => id).reverse());
  });

  it('pages over memory while records come and go', async () => {
    const recent = createRecentDecisions({ capacity: 30 });
    const view = buildAdminView({ recent });
    for (let at = 0; at < 30; at++)
      recent.add(buildStoredRecord(`r${at}`, { at: NOON + Math.floor(at / 4) }));
    const first = await pageOf(view, 'limit=10');
    for (let at = 30; at < 45; at++) recent.add(buildStoredRecord(`r${at}`, { at: NOON + at }));
    const second = await pageOf(view, `limit=10&after=${first.next ?? ''}`);
    const ids = [...first.decisions, ...second.decisions].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    // Those before the fifteenth were pushed out meanwhile.
    assert.deepEqual([second.decisions.length, second.next], [5, null]);
    assert.deepEqual(await pageOf(view, 'limit=10&after=1.zzz'), {
      decisions: [],
      next: null,
      source: 'memory',
    });
  });

  it('says what is wrong with a parameter', async () => {
    const view = viewOfMemory(MIXED);
    for (const [query, message] of [
      ['limit=0', /"limit" is "0"; send 1 to 200/],
      ['limit=201', /send 1 to 200/],
      ['reason=because', /"because"; send one of pinned, rule/],
      ['arm=left', /send one of routed, control/],
      ['marginBelow=1.5', /send 0 to 1/],
      ['marginBelow=-1', /send 0 to 1/],
      ['since=yesterday', /"since" is "yesterday"; send it as `2026-01-31`/],
      ['until=2026-13-45', /"until" is/],
      ['after=x', /"after" is no place/],
    ] as const) {
      const problem = problemOf(await callEndpoint(decisionEndpoints(view), LIST, { query }));
      assert.deepEqual([problem.status, problem.code], [400, 'field_invalid'], query);
      assert.match(problem.message, message);
    }
  });
});

describe('GET /decisions/{id}', () => {
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

  it('tells the whole story, with what was said and compared later', async () => {
    const record = buildStoredRecord('a', { traceparent });
    const store = memoryStore([record, buildStoredRecord('b')]);
    const opinion = {
      decision: 'a',
      source: 'user',
      at: 1,
      score: 1,
      route: null,
      model: null,
      tags: [],
    } as const;
    const comparison: AnswerComparison = {
      ...{ decision: 'a', kind: 'audit', at: 2, model: 'small', reference: 'large', score: null },
      ...{ referenceScore: null, agreement: 1, preferred: 'tie', costUsd: 0.1 },
    };
    await store.addFeedback([opinion, { ...opinion, decision: 'b' }]);
    await store.addComparisons([comparison, { ...comparison, decision: 'b' }]);
    const view = buildAdminView({ store: handleOf(store), traceUrl: 'http://jaeger/trace/{traceId}?x' });
    assert.deepEqual(await storyOf(view, 'a'), {
      record,
      meaning: "The request resembles the route's examples, above threshold and margin.",
      feedback: [opinion],
      comparisons: [comparison],
      traceUrl: `http://jaeger/trace/${'ab'.repeat(16)}?x`,
    });
    assert.equal((await storyOf(view, 'b')).traceUrl, null);
  });

  it('knows a decision that is not written yet, and those of a server that keeps none', async () => {
    const recent = createRecentDecisions();
    recent.add(buildStoredRecord('new'));
    for (const store of [undefined, handleOf(memoryStore())]) {
      const story = await storyOf(buildAdminView({ recent, store }), 'new');
      assert.deepEqual([story.record.id, story.feedback, story.traceUrl], ['new', [], null]);
    }
  });

  it('says so when there is none', async () => {
    const view = buildAdminView({ store: handleOf(memoryStore()) });
    for (const id of ['nobody', 'no\0body', '../x', 'x'.repeat(1000), '"><script>', "' OR 1=1"]) {
      const problem = problemOf(await callEndpoint(decisionEndpoints(view), STORY, { parts: { id } }));
      assert.deepEqual([problem.status, problem.code], [404, 'decision_not_found'], id);
      assert.match(problem.message, /ask again in a second/);
      assert.ok(problem.message.length < 200);
    }
  });
});
