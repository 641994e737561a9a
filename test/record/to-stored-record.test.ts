import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_TEXT } from '../../src/record/kept-text.js';
import { MOST_CANDIDATES } from '../../src/record/stored-record.js';
import { storedTenant } from '../../src/record/stored-tenant.js';
import { MAX_REQUEST_ID_CHARS, toStoredRecord } from '../../src/record/to-stored-record.js';
import { buildPlan, buildProfile } from '../support/build-plan.js';
import { buildDecision, buildOutcome, buildRecord } from '../support/build-record.js';
import { buildStoredRecord } from '../support/build-stored-record.js';

const pool = buildPlan(
  [
    buildProfile('small', { price: { input: 1, output: 2 }, quality: 0.5 }),
    buildProfile('large', { price: { input: 10, output: 20 } }),
  ],
  [],
);
const context = { pool, text: NO_TEXT };

const ATTEMPT = {
  ...{ model: 'small', number: 1, status: 200, escalated: true, inputTokens: 10, outputTokens: 5 },
  ...{ answeredAt: 0, judgedAt: 1 },
};

describe('toStoredRecord', () => {
  it('has every field of a stored record, and no other, whatever is known', () => {
    const fields = Object.keys(buildStoredRecord('a')).sort();
    const bare = toStoredRecord(buildRecord('a'), context);
    const full = toStoredRecord(
      buildRecord('a', { outcome: buildOutcome('a'), costUsd: 1, attempts: [ATTEMPT] }),
      context,
    );
    for (const stored of [bare, full]) {
      assert.deepEqual(Object.keys(stored).sort(), fields);
      assert.deepEqual(JSON.parse(JSON.stringify(stored)), stored, 'plain JSON');
    }
  });

  it('says null for what is not known', () => {
    const stored = toStoredRecord(
      buildRecord('a', { decision: buildDecision({ route: undefined }) }),
      context,
    );
    const { tenant, conversation, bundle, route, fallback, cascade, outcome, challenger } = stored;
    const { costUsd, defaultUsd, strongestUsd, margin, confidence, outOfScope } = stored;
    for (const value of [tenant, conversation, bundle, route, fallback, cascade, outcome, challenger]) {
      assert.equal(value, null);
    }
    for (const value of [costUsd, defaultUsd, strongestUsd, margin, confidence, outOfScope]) {
      assert.equal(value, null);
    }
    assert.deepEqual([stored.wastedUsd, stored.attempts, stored.candidates], [0, [], []]);
  });

  it('tells what each layer cost and each built-in signal said', () => {
    const labelled = { task: { label: 'code', scores: { code: 0.71234567, chat: 0.2 } } };
    const stored = toStoredRecord(
      buildRecord('a', {
        signals: [
          { name: 'rules', microseconds: 3.6, route: undefined, guard: undefined },
          { name: 'builtin', microseconds: 210.2, labelled },
        ],
      }),
      context,
    );
    assert.deepEqual(stored.layers, { rules: 4, builtin: 210 });
    assert.deepEqual(stored.signals, { task: { label: 'code', probability: 0.712346 } });
  });

  it('keeps the most probable routes only', () => {
    const routes = Array.from({ length: 9 }, (_, at) => ({ route: `r${at}`, probability: 1 / (at + 2) }));
    const scores = { routes, outOfScope: 0.3 };
    const stored = toStoredRecord(
      buildRecord('a', { decision: buildDecision({ scores, margin: 0.1234567891, confidence: 0.5 }) }),
      context,
    );
    assert.equal(stored.candidates.length, MOST_CANDIDATES);
    assert.deepEqual(stored.candidates[1], { route: 'r1', probability: 0.333333 });
    assert.deepEqual([stored.margin, stored.outOfScope], [0.123457, 0.3]);
  });

  it('tells who chose, how probable that was, and what was expected of each model', () => {
    const decision = buildDecision({
      arm: 'explored',
      propensity: 0.1,
      model: 'large',
      routedModel: 'small',
    });
    const stored = toStoredRecord(buildRecord('a', { decision }), context);
    const { arm, propensity, model, routedModel, outlook } = stored;
    assert.deepEqual([arm, propensity, model, routedModel], ['explored', 0.1, 'large', 'small']);
    assert.deepEqual(outlook, {
      small: { quality: 0.5, costUsd: (100 + 300 * 2) / 1e6 },
      large: { quality: null, costUsd: (1000 + 300 * 20) / 1e6 },
    });
  });

  it('tells what became of it: the model of the last cluster, tokens, times', () => {
    const reported = buildOutcome('a', { cluster: 'tier/large', cachedTokens: 640, attempts: 2 });
    const { outcome } = toStoredRecord(buildRecord('a', { outcome: reported }), context);
    assert.deepEqual(outcome, {
      ...{ status: 200, model: 'large', flags: [], attempts: 2 },
      ...{ inputTokens: 1000, outputTokens: 500, cachedTokens: 640, timeToFirstByteMs: 80, totalMs: 900 },
    });
    const unanswered = toStoredRecord(
      buildRecord('a', { outcome: buildOutcome('a', { cluster: 'dragoman' }) }),
      context,
    );
    assert.equal(unanswered.outcome?.model, null);
  });

  it("tells the gate's view of each tier", () => {
    const verdict = {
      ...{ pass: false, score: 0.2, reasons: ['refusal'] as const },
      ...{ stage: 'head' as const, microseconds: 5, tokens: 0 },
    };
    const { attempts } = toStoredRecord(
      buildRecord('a', { attempts: [{ ...ATTEMPT, verdict }, ATTEMPT] }),
      context,
    );
    assert.deepEqual(
      attempts.map(({ score, passed, reasons }) => [score, passed, reasons]),
      [
        [0.2, false, ['refusal']],
        [null, null, []],
      ],
    );
  });

  it('cuts request ids, and shortens tenants', () => {
    const long = 'x'.repeat(1000);
    const stored = toStoredRecord(buildRecord('a', { tenant: long, requestId: long }), context);
    assert.deepEqual([stored.tenant, stored.requestId.length], [storedTenant(long), MAX_REQUEST_ID_CHARS]);
  });
});
