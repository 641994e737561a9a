import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose } from '../../src/decision/choose.js';
import type { Decision } from '../../src/decision/decision.js';
import type { ModelProfile } from '../../src/decision/model-profile.js';
import type { Preference } from '../../src/decision/prefer.js';
import type { Reason } from '../../src/decision/reason.js';
import type { Message, RequestView } from '../../src/request/request-view.js';
import { buildPlan, buildProfile, buildRoutePlan } from '../support/build-plan.js';
import { buildView } from '../support/build-view.js';

const medium = buildProfile('medium', { priceSum: 5 });
const small = buildProfile('small', { priceSum: 4.9 });
const cheap = buildProfile('cheap', { priceSum: 1 });
const large = buildProfile('large', { priceSum: 20 });

const message = (role: Message['role'], toolCalls = 0): Message => ({
  role,
  text: 'x',
  images: 0,
  toolCalls,
});
const TOOL_LOOP: readonly Message[] = [message('user'), message('assistant', 1), message('tool')];

interface Turn {
  readonly proposed: ModelProfile;
  readonly reason?: Reason;
  readonly previous?: string;
  readonly view?: Partial<RequestView>;
  readonly coldCachePenalty?: number | undefined;
}

function decide({ proposed, reason = 'similar', previous = 'medium', view = {}, ...more }: Turn): Decision {
  const route = buildRoutePlan('route', proposed);
  const penalty = 'coldCachePenalty' in more ? more.coldCachePenalty : 0.2;
  const plan = buildPlan([medium, small, cheap, large], [route], { coldCachePenalty: penalty });
  const preference: Preference = { model: proposed, route, reason, layer: 'similarity' };
  return choose(plan, buildView(view), preference, { previous });
}

const outcomeOf = ({ model, reason, sticky }: Decision): readonly unknown[] => [model, reason, sticky];

describe('choose, in a conversation', () => {
  it('keeps the model where a change is worth little, and says so', () => {
    assert.deepEqual(outcomeOf(decide({ proposed: small })), ['medium', 'sticky', 'cold_cache']);
  });

  it('follows what saves much, and what is stronger', () => {
    assert.deepEqual(outcomeOf(decide({ proposed: cheap })), ['cheap', 'similar', 'saves']);
    assert.deepEqual(outcomeOf(decide({ proposed: large })), ['large', 'similar', 'better']);
  });

  it('never goes down in the middle of a tool loop, nor on a doubt', () => {
    const looping = decide({ proposed: cheap, view: { messages: TOOL_LOOP } });
    assert.deepEqual(outcomeOf(looping), ['medium', 'sticky', 'tool_loop']);
    const doubtful = decide({ proposed: cheap, reason: 'low_margin' });
    assert.deepEqual(outcomeOf(doubtful), ['medium', 'sticky', 'unsure']);
  });

  it('is never held to its model against a pin, a rule or a safety class', () => {
    for (const reason of ['pinned', 'rule', 'safety'] as const) {
      const decision = decide({ proposed: small, reason, view: { messages: TOOL_LOOP } });
      assert.deepEqual(outcomeOf(decision), ['small', reason, undefined]);
    }
  });

  it('leaves a model that cannot serve the turn, or that is gone from the pool', () => {
    const tooLong = buildProfile('medium', { priceSum: 5, contextLength: 100 });
    const route = buildRoutePlan('route', small);
    const plan = buildPlan([tooLong, small], [route], { coldCachePenalty: 0.2 });
    const preference: Preference = { model: small, route, reason: 'similar', layer: 'similarity' };
    const decision = choose(plan, buildView({ tokenEstimate: 200 }), preference, { previous: 'medium' });
    assert.deepEqual(outcomeOf(decision), ['small', 'similar', 'first']);
    assert.deepEqual(outcomeOf(decide({ proposed: small, previous: 'gone' })), ['small', 'similar', 'first']);
  });

  it('is held to nothing where the policy switched it off', () => {
    const decision = decide({ proposed: small, coldCachePenalty: undefined });
    assert.deepEqual(outcomeOf(decision), ['small', 'similar', undefined]);
  });
});
