import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
import type { TierAttempt } from '../../../src/outcome/attempt.js';
import { decisionKeptFor, outcomeKeptFor } from '../../../src/telemetry/traces/kept-for.js';
import { ATTRIBUTES } from '../../../src/telemetry/names.js';
import { buildDecision, buildOutcome, buildRecord } from '../../support/build-record.js';

const { errorType, margin, marginBar, reason } = ATTRIBUTES;

const of = (attributes: Attributes, milliseconds = 1, code = SpanStatusCode.UNSET): string | undefined =>
  decisionKeptFor({ attributes, status: { code }, milliseconds }, 50);

describe('decisionKeptFor', () => {
  it('keeps what was refused, what broke, and what the encoder let down', () => {
    assert.equal(of({ [errorType]: 'model_not_found' }), 'error');
    assert.equal(of({}, 1, SpanStatusCode.ERROR), 'error');
    assert.equal(of({ [reason]: 'encoder_late' }), 'fallback');
  });

  it('keeps what was in doubt, whoever decided in the end', () => {
    assert.equal(of({ [reason]: 'low_margin', [margin]: 0.3, [marginBar]: 0.1 }), 'low_margin');
    assert.equal(of({ [reason]: 'llm', [margin]: 0.9, [marginBar]: 0.1 }), 'low_margin');
    assert.equal(of({ [reason]: 'sticky', [margin]: 0.09, [marginBar]: 0.1 }), 'low_margin');
  });

  it('keeps what was slow', () => {
    assert.equal(of({ [reason]: 'rule' }, 50), 'slow');
  });

  it('leaves the dull ones', () => {
    assert.equal(of({}), undefined);
    assert.equal(of({ [reason]: 'encoder_absent' }), undefined);
    assert.equal(of({ [reason]: 'similar', [margin]: 0.1, [marginBar]: 0.1 }, 49.9), undefined);
    // No route is meant, or several are: a small lead is no doubt.
    assert.equal(of({ [reason]: 'out_of_scope', [margin]: 0.01, [marginBar]: 0.1 }), undefined);
    assert.equal(of({ [reason]: 'several_intents', [margin]: 0.01, [marginBar]: 0.1 }), undefined);
  });
});

describe('outcomeKeptFor', () => {
  const attempt = (escalated: boolean): TierAttempt => ({
    ...{ model: 'small', number: 1, status: 200, escalated, inputTokens: 1, outputTokens: 1 },
    ...{ answeredAt: 1, judgedAt: 2 },
  });
  const record = (changes: Parameters<typeof buildOutcome>[1] = {}) =>
    buildRecord('a', { outcome: buildOutcome('a', changes) });

  it('keeps errors and clients that left', () => {
    for (const status of [0, 400, 429, 500, 503]) assert.equal(outcomeKeptFor(record({ status })), 'error');
  });

  it('keeps escalations, of which the outcome need not be known', () => {
    assert.equal(outcomeKeptFor(buildRecord('a', { attempts: [attempt(true)] })), 'escalated');
    assert.equal(outcomeKeptFor({ ...record(), attempts: [attempt(true)] }), 'escalated');
  });

  it('keeps fallbacks', () => {
    assert.equal(outcomeKeptFor(record({ attempts: 2 })), 'fallback');
    assert.equal(outcomeKeptFor(record({ cluster: 'model/large' })), 'fallback');
  });

  it('leaves the dull ones', () => {
    assert.equal(outcomeKeptFor(buildRecord('a')), undefined);
    assert.equal(outcomeKeptFor({ ...record(), attempts: [attempt(false)] }), undefined);
    const large = buildRecord('a', {
      decision: buildDecision({ model: 'large' }),
      outcome: buildOutcome('a', { cluster: 'tier/large' }),
    });
    assert.equal(outcomeKeptFor(large), undefined);
  });
});
