import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Evidence, isReward, rewardOf } from '../../../src/lab/whatif/reward.js';
import type { AnswerComparison } from '../../../src/record/comparison.js';
import type { Feedback } from '../../../src/record/feedback.js';
import type { StoredAttempt, StoredOutcome } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';

const record = buildStoredRecord('d');
const evidence = (changes: Partial<Evidence> = {}): Evidence => ({
  ...{ record, feedback: [], comparisons: [] },
  ...changes,
});

const said = (score: number | null): Feedback => ({
  ...{ decision: 'd', source: 'user', at: 0, score, route: null, model: null, tags: [] },
});

const compared = (changes: Partial<AnswerComparison>): AnswerComparison => ({
  ...{ decision: 'd', kind: 'audit', at: 0, model: 'small', reference: 'large', score: null },
  ...{ referenceScore: null, agreement: null, preferred: null, costUsd: 0 },
  ...changes,
});

const attempt = (score: number | null, escalated: boolean): StoredAttempt => ({
  ...{ model: 'small', status: 200, score, passed: !escalated, reasons: [], escalated },
  ...{ inputTokens: 1, outputTokens: 1 },
});

const ended = (changes: Partial<StoredOutcome>): Evidence => {
  assert.ok(record.outcome !== null);
  return evidence({ record: { ...record, outcome: { ...record.outcome, ...changes } } });
};

describe('rewards', () => {
  it('have names', () => {
    assert.ok(isReward('cost') && isReward('quality'));
    assert.ok(!isReward('fame') && !isReward('toString'));
  });

  it('cost: what was paid, if known', () => {
    assert.equal(rewardOf('cost', evidence()), 0.001);
    assert.equal(rewardOf('cost', evidence({ record: { ...record, costUsd: null } })), null);
  });

  it('success: an answer of a model', () => {
    assert.equal(rewardOf('success', evidence()), 1);
    assert.equal(rewardOf('success', ended({ status: 503 })), 0);
    assert.equal(rewardOf('success', ended({ status: 0, model: null })), 0);
    assert.equal(rewardOf('success', evidence({ record: { ...record, outcome: null } })), null);
  });

  it('feedback: the mean of the scores', () => {
    assert.equal(rewardOf('feedback', evidence({ feedback: [said(1), said(0), said(null)] })), 0.5);
    assert.equal(rewardOf('feedback', evidence({ feedback: [said(null)] })), null);
  });

  it('gate: of the answer that was delivered, not of one that was rejected', () => {
    const passed = { ...record, attempts: [attempt(0.2, true), attempt(0.8, false)] };
    assert.equal(rewardOf('gate', evidence({ record: passed })), 0.8);
    const rejected = { ...record, attempts: [attempt(0.2, true)] };
    assert.equal(rewardOf('gate', evidence({ record: rejected })), null);
    assert.equal(rewardOf('gate', evidence({ comparisons: [compared({ score: 0.6 })] })), 0.6);
  });

  it('quality: failures first, then people, then judges, then the gate', () => {
    const judged = [compared({ preferred: 'tie', score: 0.9 })];
    assert.equal(rewardOf('quality', { ...ended({ status: 500 }), feedback: [said(1)] }), 0);
    assert.equal(rewardOf('quality', evidence({ feedback: [said(1)], comparisons: judged })), 1);
    assert.equal(rewardOf('quality', evidence({ comparisons: judged })), 0.5);
    assert.equal(rewardOf('quality', evidence({ comparisons: [compared({ score: 0.9 })] })), 0.9);
    assert.equal(rewardOf('quality', evidence()), null);
  });
});
