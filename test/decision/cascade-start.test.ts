import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type StartFacts, startingTier } from '../../src/decision/cascade-start.js';
import type { CascadeStart, RouteCascade } from '../../src/decision/decision-plan.js';
import type { Expectations } from '../../src/decision/expectations.js';
import { buildProfile } from '../support/build-plan.js';

const NEVER: CascadeStart = { margin: undefined, complex: undefined, quality: undefined };

const tier = (name: string, quality?: number) => ({
  model: buildProfile(name, { quality }),
  timeoutMs: 1000,
});

const cascade = (start: Partial<CascadeStart>): RouteCascade => ({
  tiers: [tier('small', 0.5), tier('medium', 0.7), tier('large', 0.9)],
  start: { ...NEVER, ...start },
  streaming: 'prefix',
  judgingMs: 0,
});

const lead = (margin: number): StartFacts => ({ lead: { confidence: 0.6, margin } });

const startOf = (start: Partial<CascadeStart>, facts: Partial<StartFacts> = {}): readonly unknown[] => {
  const { at, by } = startingTier(cascade(start), { lead: undefined, ...facts });
  return [at, by];
};

describe('startingTier', () => {
  it('is the first where nothing speaks against it', () => {
    assert.deepEqual(startOf({}), [0, 'first']);
    assert.deepEqual(startOf({ margin: 0.2 }), [0, 'first']);
    assert.deepEqual(startOf({ margin: 0.2 }, lead(0.2)), [0, 'first']);
  });

  it('is the last for what must not be sent twice', () => {
    assert.deepEqual(startOf({}, { hasSideEffects: true }), [2, 'once']);
    assert.deepEqual(startOf({ complex: 0.8 }, { hasSideEffects: true, complexity: 1 }), [2, 'once']);
  });

  it('is one higher for a small lead', () => {
    assert.deepEqual(startOf({ margin: 0.2 }, lead(0.19)), [1, 'margin']);
  });

  it('is the last for a prompt that is probably complex', () => {
    assert.deepEqual(startOf({ complex: 0.8 }, { complexity: 0.81 }), [2, 'complex']);
    assert.deepEqual(startOf({ complex: 0.8 }, { complexity: 0.8 }), [0, 'first']);
    assert.deepEqual(startOf({}, { complexity: 1 }), [0, 'first']);
  });

  it('is the first whose predicted quality is enough, and the last where none is', () => {
    assert.deepEqual(startOf({ quality: 0.5 }), [0, 'first']);
    assert.deepEqual(startOf({ quality: 0.7 }), [1, 'quality']);
    assert.deepEqual(startOf({ quality: 0.99 }), [2, 'quality']);
  });

  it('goes by what was fitted rather than by what was declared', () => {
    const expectations: Expectations = {
      predictions: new Map([['small', { quality: 0.8, lower: 0.7, outputTokens: 10 }]]),
      latencyMs: () => undefined,
    };
    assert.deepEqual(startOf({ quality: 0.75 }, { expectations }), [0, 'first']);
  });

  it('is not raised by a quality of which nothing is known', () => {
    const unknown: RouteCascade = { ...cascade({ quality: 0.9 }), tiers: [tier('small'), tier('large')] };
    assert.deepEqual(startingTier(unknown, { lead: undefined }), { at: 0, by: 'first' });
  });

  it('is above the tiers whose answers are thrown away, and never above the last', () => {
    assert.deepEqual(startOf({}, { thrash: 1 }), [1, 'thrash']);
    assert.deepEqual(startOf({}, { isHinted: true }), [1, 'hint']);
    assert.deepEqual(startOf({}, { thrash: 2, isHinted: true }), [2, 'thrash']);
    assert.deepEqual(startOf({}, { thrash: 7 }), [2, 'thrash']);
  });

  it('is the highest that any reason asks for', () => {
    const facts = { ...lead(0.1), complexity: 0.9, thrash: 1 };
    assert.deepEqual(startOf({ margin: 0.2, complex: 0.8 }, facts), [2, 'complex']);
    assert.deepEqual(startOf({ margin: 0.2 }, facts), [1, 'margin']);
  });
});
