import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DecisionStory } from '../../../../../src/admin/api/decisions.js';
import { NO_BARS, type Bars } from '../../../../../src/console/page/views/decision/bars.js';
import { judgeStory } from '../../../../../src/console/page/views/decision/judge-story.js';
import { REASONS } from '../../../../../src/decision/reason.js';
import type { AnswerComparison } from '../../../../../src/record/comparison.js';
import type { Feedback } from '../../../../../src/record/feedback.js';
import type { StoredAttempt, StoredRecord } from '../../../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../../../support/build-stored-record.js';

const BARS: Bars = { margin: 0.1, routes: new Map([['smalltalk', 0.3]]), areOfAnother: false };

const REJECTED: StoredAttempt = {
  ...{ model: 'small', status: 200, score: 0.08, passed: false, reasons: ['repetition'] },
  ...{ escalated: true, inputTokens: 10, outputTokens: 20 },
};

function story(changes: Partial<StoredRecord>, more: Partial<DecisionStory> = {}): DecisionStory {
  const record = buildStoredRecord('one', changes);
  return { record, meaning: REASONS[record.reason], feedback: [], comparisons: [], traceUrl: null, ...more };
}

function opinion(changes: Partial<Feedback>): Feedback {
  return {
    decision: 'one',
    source: 'user',
    at: 0,
    score: null,
    route: null,
    model: null,
    tags: [],
    ...changes,
  };
}

function headline(changes: Partial<StoredRecord>, more: Partial<DecisionStory> = {}): string {
  return judgeStory(story(changes, more), BARS).headline;
}

describe('the judgement of a decision', () => {
  it('finds nothing against a clear route and an answer', () => {
    assert.equal(headline({}), 'Nothing speaks against it');
  });

  it('tells a bad model from a bad route', () => {
    assert.equal(headline({ attempts: [REJECTED] }), 'Good route, bad model');
    assert.equal(headline({}, { feedback: [opinion({ score: 0 })] }), 'Good route, bad model');
    const right = opinion({ source: 'label', route: 'code' });
    assert.equal(
      headline({ attempts: [{ ...REJECTED, passed: true }] }, { feedback: [right] }),
      'Good model, bad route',
    );
    assert.equal(headline({}, { feedback: [right] }), 'Bad route');
  });

  it('blames the route first where both are in doubt', () => {
    const thin = { margin: 0.05, attempts: [REJECTED] };
    assert.equal(headline(thin), 'Look at the route first');
    assert.equal(headline({ margin: 0.12 }), 'The route was in doubt');
    assert.equal(headline({ route: null, reason: 'out_of_scope', outOfScope: 0.8 }), 'Bad route');
  });

  it('does not blame the router for what a trial chose', () => {
    const trial = {
      arm: 'explored',
      reason: 'explored',
      routedModel: 'large',
      attempts: [REJECTED],
    } as const;
    assert.equal(headline(trial), 'Not the router’s choice');
  });

  it('knows what is not known', () => {
    assert.equal(headline({ outcome: null }), 'Not finished');
    const { route } = judgeStory(story({}), NO_BARS);
    assert.ok(route.some(({ tone, text }) => tone === 'none' && text === 'smalltalk has 0.90.'));
  });

  it('holds the route against its own bar', () => {
    const bars = { ...BARS, routes: new Map([['smalltalk', 0.95]]) };
    const { route, headline: words } = judgeStory(story({ attempts: [REJECTED] }), bars);
    assert.ok(route.some(({ tone, text }) => tone === 'bad' && text.includes('it asks for 0.95')));
    assert.equal(words, 'Look at the route first');
  });

  it('speaks against a model that failed or was stood in for', () => {
    const outcome = buildStoredRecord('one').outcome;
    assert.ok(outcome !== null);
    assert.equal(
      headline({ outcome: { ...outcome, status: 503, model: null, flags: ['UF'] } }),
      'Good route, bad model',
    );
    assert.equal(headline({ outcome: { ...outcome, model: 'medium' } }), 'Good route, bad model');
  });

  it('hears judges of two answers', () => {
    const compared: AnswerComparison = {
      decision: 'one',
      kind: 'shadow',
      at: 0,
      model: 'small',
      reference: 'large',
      score: 0.5,
      referenceScore: 0.9,
      agreement: 0.2,
      preferred: 'reference',
      costUsd: 0,
    };
    assert.equal(headline({}, { comparisons: [compared] }), 'Good route, bad model');
    assert.equal(
      headline({}, { comparisons: [{ ...compared, preferred: 'tie' }] }),
      'Nothing speaks against it',
    );
    assert.equal(headline({}, { comparisons: [{ ...compared, preferred: null }] }), 'The answer is in doubt');
  });
});
