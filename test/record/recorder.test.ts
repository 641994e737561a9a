import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TierAttempt } from '../../src/outcome/attempt.js';
import type { Outcome } from '../../src/outcome/outcome.js';
import type { DecisionRecord } from '../../src/record/decision-record.js';
import { createRecorder, type RecorderOptions } from '../../src/record/recorder.js';
import { buildPlan, buildProfile } from '../support/build-plan.js';
import { buildDecision, buildOutcome, buildRecord, withoutField } from '../support/build-record.js';

const MEDIUM = buildProfile('medium', { price: { input: 3, output: 6 }, priceSum: 9 });
const SMALL = buildProfile('small', { price: { input: 1, output: 2 }, priceSum: 3 });
const LARGE = buildProfile('large', { price: { input: 10, output: 20 }, priceSum: 30 });
/** The first is the default. */
const POOL = buildPlan([MEDIUM, SMALL, LARGE], []);

function start(options: Partial<RecorderOptions> = {}) {
  const out: DecisionRecord[] = [];
  const clock = { now: 1_000_000 };
  const recorder = createRecorder({
    onRecord: (record) => out.push(record),
    expectOutcomes: true,
    now: () => clock.now,
    ...options,
  });
  const decide = (...ids: string[]): void => {
    for (const id of ids) recorder.decided(buildRecord(id, { decidedAt: clock.now }), POOL);
  };
  return { recorder, out, clock, decide, ids: () => out.map(({ id }) => id) };
}

function attemptOf(model: string, changes: Partial<TierAttempt>): TierAttempt {
  return {
    ...{ model, number: 1, status: 200, escalated: false, inputTokens: 0, outputTokens: 0 },
    ...{ answeredAt: 0, judgedAt: 0, ...changes },
  };
}

describe('createRecorder', () => {
  it('counts the answers that the gate rejected with the one that was delivered', () => {
    const { recorder, out, decide } = start();
    decide('a');
    recorder.judged('a', attemptOf('small', { escalated: true, inputTokens: 100, outputTokens: 50 }));
    recorder.judged('a', attemptOf('small', { escalated: false }));
    recorder.judged('unknown', attemptOf('small', {}));
    recorder.finished([buildOutcome('a', { cluster: 'model/large' })]);
    const [record] = out;
    assert.equal(record?.attempts?.length, 2);
    assert.equal(record.wastedUsd, (100 * 1 + 50 * 2) / 1e6);
    assert.equal(record.costUsd, (1000 * 10 + 500 * 20) / 1e6 + 200 / 1e6);
    // What somebody else would have cost has no rejected answers.
    assert.deepEqual([record.defaultUsd, record.strongestUsd], [0.006, 0.02]);
  });

  it('takes the counts of the gate where Envoy saw none', () => {
    const { recorder, out, decide } = start();
    const counted = attemptOf('small', { inputTokens: 100, outputTokens: 50, isCounted: true });
    const unseen: Outcome = {
      ...{ requestId: 'r', status: 200, details: '', flags: [], cluster: 'tier/small' },
      ...{ attempts: 1, totalMs: 5, startTime: 0 },
    };
    decide('a', 'b', 'c');
    for (const decisionId of ['a', 'b', 'c']) recorder.judged(decisionId, counted);
    recorder.judged('b', { ...counted, model: 'medium' });
    recorder.judged('c', attemptOf('small', { inputTokens: 100, outputTokens: 8 }));
    recorder.finished(['a', 'b', 'c'].map((decisionId) => ({ ...unseen, decisionId })));
    assert.deepEqual(
      out.map(({ costUsd, outcome }) => [costUsd, outcome?.outputTokens]),
      [
        [(100 * 1 + 50 * 2) / 1e6, 50],
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
  });

  it('joins a decision with its outcome and hands it out once', () => {
    const { recorder, out, decide } = start();
    decide('a');
    assert.deepEqual([out.length, recorder.waiting], [0, 1]);
    const outcome = buildOutcome('a');
    recorder.finished([outcome]);
    recorder.finished([outcome]);
    assert.deepEqual([out.length, recorder.waiting], [1, 0]);
    assert.equal(out[0]?.outcome, outcome);
    assert.equal(out[0].costUsd, (1000 * 1 + 500 * 2) / 1e6);
  });

  it('takes many outcomes at once, in whatever order', () => {
    const { recorder, decide, ids } = start();
    decide('a', 'b', 'c');
    recorder.finished([buildOutcome('c'), buildOutcome('unknown'), buildOutcome('a')]);
    assert.deepEqual(ids(), ['c', 'a']);
    assert.equal(recorder.waiting, 1);
  });

  it('knows the request of a client that left before Envoy had the decision', () => {
    const { recorder, out, decide } = start();
    decide('a', 'b');
    const left = withoutField(buildOutcome('a', { status: 0, attempts: 0 }), 'decisionId');
    recorder.finished([left, left]);
    assert.deepEqual(
      out.map(({ id, outcome }) => [id, outcome?.status]),
      [['a', 0]],
    );
    assert.equal(recorder.waiting, 1);
  });

  it('ignores outcomes that nobody decided', () => {
    const { recorder, out, decide } = start();
    decide('a');
    recorder.finished([withoutField(buildOutcome('b'), 'decisionId')]);
    recorder.finished([]);
    assert.deepEqual([out.length, recorder.waiting], [0, 1]);
  });

  it('charges the model that answered, which after a fallback is not the one decided', () => {
    const { recorder, out } = start();
    const decision = buildDecision({ model: 'small', fallback: 'large' });
    recorder.decided(buildRecord('a', { decision }), POOL);
    recorder.finished([buildOutcome('a', { cluster: 'model/large', attempts: 2 })]);
    assert.equal(out[0]?.costUsd, (1000 * 10 + 500 * 20) / 1e6);
    assert.equal(out[0].decision.model, 'small');
  });

  it("charges the decided model when the cluster is absent or no model's", () => {
    const outcome = buildOutcome('a');
    for (const other of [{ ...outcome, cluster: 'dragoman' }, withoutField(outcome, 'cluster')]) {
      const { recorder, out, decide } = start();
      decide('a');
      recorder.finished([other]);
      assert.equal(out[0]?.costUsd, 0.002);
    }
  });

  it('knows no cost without token counts', () => {
    const { recorder, out, decide } = start();
    decide('a');
    recorder.finished([withoutField(buildOutcome('a', { status: 503 }), 'outputTokens')]);
    assert.ok(out[0] !== undefined);
    for (const field of ['costUsd', 'defaultUsd', 'strongestUsd']) assert.ok(!(field in out[0]), field);
  });

  it('hands out at once while no outcomes are expected, and waits from then on when they are', () => {
    const { recorder, out, decide, ids } = start({ expectOutcomes: false });
    decide('a');
    assert.deepEqual([ids(), recorder.waiting], [['a'], 0]);
    assert.equal(out[0]?.outcome, undefined);
    recorder.expectOutcomes(true);
    decide('b');
    assert.deepEqual([ids(), recorder.waiting], [['a'], 1]);
    recorder.expectOutcomes(false);
    decide('c');
    recorder.finished([buildOutcome('b')]);
    assert.deepEqual(ids(), ['a', 'c', 'b']);
  });

  it('hands out the oldest when it is full', () => {
    const { recorder, decide, ids } = start({ capacity: 2 });
    decide('a', 'b', 'c', 'd');
    assert.deepEqual([ids(), recorder.waiting], [['a', 'b'], 2]);
    recorder.finished([buildOutcome('a'), buildOutcome('c')]);
    assert.deepEqual(ids(), ['a', 'b', 'c'], 'a late outcome does not make a second record');
  });

  it('hands out what waited too long, with the next decision or when the timer says so', () => {
    const { recorder, clock, decide, ids } = start({ patienceMs: 100 });
    decide('a');
    clock.now += 60;
    decide('b');
    clock.now += 40;
    recorder.expire();
    assert.deepEqual(ids(), ['a']);
    clock.now += 60;
    decide('c');
    assert.deepEqual([ids(), recorder.waiting], [['a', 'b'], 1]);
  });

  it('expires everything that is due at once', () => {
    const { recorder, clock, decide, ids } = start({ patienceMs: 100 });
    decide('a', 'b', 'c');
    clock.now += 100;
    recorder.expire();
    assert.deepEqual([ids(), recorder.waiting], [['a', 'b', 'c'], 0]);
  });

  it('flushes in the order of age', () => {
    const { recorder, out, decide, ids } = start();
    decide('a', 'b');
    recorder.flush();
    recorder.flush();
    assert.deepEqual([ids(), recorder.waiting], [['a', 'b'], 0]);
    assert.ok(out.every(({ outcome }) => outcome === undefined));
  });
});
