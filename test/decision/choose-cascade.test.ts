import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose } from '../../src/decision/choose.js';
import type { Circumstances } from '../../src/decision/circumstances.js';
import type { Decision } from '../../src/decision/decision.js';
import type { CascadeStart } from '../../src/decision/decision-plan.js';
import type { ModelProfile } from '../../src/decision/model-profile.js';
import type { Preference } from '../../src/decision/prefer.js';
import type { Message, RequestView } from '../../src/request/request-view.js';
import { buildPlan, buildProfile, buildRoutePlan } from '../support/build-plan.js';
import { buildView } from '../support/build-view.js';

const other = buildProfile('other', { priceSum: 5 });
const small = buildProfile('small', { priceSum: 1 });
const medium = buildProfile('medium', { priceSum: 4 });
const large = buildProfile('large', { priceSum: 20 });

interface Case {
  readonly tiers?: readonly ModelProfile[];
  readonly start?: Partial<CascadeStart>;
  readonly view?: Partial<RequestView>;
  readonly circumstances?: Circumstances;
  readonly preference?: Partial<Preference>;
  readonly safetyClass?: string;
  readonly coldCachePenalty?: number | undefined;
}

/** A route whose cascade is small (10 s), medium (20 s), large (30 s), unless other tiers are given. */
function decide(test: Case = {}): Decision {
  const tiers = test.tiers ?? [small, medium, large];
  const cascade = {
    tiers: tiers.map((model, at) => ({ model, timeoutMs: 10_000 * (at + 1) })),
    start: { margin: undefined, complex: undefined, quality: undefined, ...test.start },
    streaming: 'buffer',
    judgingMs: 0,
  } as const;
  const [target = small] = tiers;
  const route = buildRoutePlan('climbing', target, { cascade, safetyClass: test.safetyClass });
  const penalty = 'coldCachePenalty' in test ? test.coldCachePenalty : 0.2;
  const plan = buildPlan([other, ...tiers], [route], { coldCachePenalty: penalty });
  const preference: Preference = {
    ...{ model: target, route, reason: 'similar', layer: 'similarity', ...test.preference },
  };
  return choose(plan, buildView(test.view), preference, test.circumstances);
}

/** Model, tiers, and why the cascade starts there. */
function climbOf({ model, cascade }: Decision): readonly unknown[] {
  return [model, cascade?.tiers.map((tier) => tier.model), cascade?.startedBy];
}

const message = (role: Message['role'], toolCalls = 0): Message => ({
  role,
  text: 'x',
  images: 0,
  toolCalls,
});
const TOOL_LOOP = { messages: [message('user'), message('assistant', 1), message('tool')] };

const down =
  (...names: string[]): Circumstances['health'] =>
  (model) =>
    names.includes(model) ? 'unhealthy' : 'unknown';

describe('choose, with a cascade', () => {
  it('takes all tiers, each with its time-out, and no fallback', () => {
    const decision = decide();
    assert.deepEqual(decision.cascade, {
      tiers: [
        { model: 'small', timeoutMs: 10_000 },
        { model: 'medium', timeoutMs: 20_000 },
        { model: 'large', timeoutMs: 30_000 },
      ],
      startedBy: 'first',
      streaming: 'buffer',
      judgingMs: 0,
    });
    assert.deepEqual([decision.model, decision.fallback, decision.reason], ['small', undefined, 'similar']);
    assert.equal(decision.timeoutMs, 60_000);
  });

  it('starts higher for a doubt about the route, and waits no longer than the tiers left', () => {
    const routes = [
      { route: 'climbing', probability: 0.6 },
      { route: 'next', probability: 0.5 },
    ];
    const decision = decide({ start: { margin: 0.2 }, preference: { scores: { routes, outOfScope: 0 } } });
    assert.deepEqual(climbOf(decision), ['medium', ['medium', 'large'], 'margin']);
    assert.equal(decision.timeoutMs, 50_000);
  });

  it('has no doubt where a rule chose the route', () => {
    const decision = decide({ start: { margin: 1 }, preference: { reason: 'rule' } });
    assert.equal(decision.model, 'small');
  });

  it('starts where the complexity, or thrown away answers, want it', () => {
    const complex = decide({ start: { complex: 0.7 }, circumstances: { complexity: 0.9 } });
    assert.deepEqual(climbOf(complex), ['large', ['large'], 'complex']);
    const startAt = (route: string): number => (route === 'climbing' ? 1 : 0);
    const thrashed = decide({ circumstances: { startAt } });
    assert.deepEqual(climbOf(thrashed), ['medium', ['medium', 'large'], 'thrash']);
  });

  it('leaves out tiers that cannot serve the request', () => {
    const blind = buildProfile('small', { capabilities: new Set() });
    const decision = decide({ tiers: [blind, medium, large], view: { images: 1 } });
    assert.deepEqual(climbOf(decision), ['medium', ['medium', 'large'], 'limit']);
    const short = buildProfile('medium', { contextLength: 10 });
    const long = decide({ tiers: [small, short, large], view: { tokenEstimate: 100 } });
    assert.deepEqual(climbOf(long), ['small', ['small', 'large'], 'first']);
  });

  it('leaves out tiers that may not serve the safety class of a rule', () => {
    const cleared = buildProfile('large', { safetyClasses: new Set(['medical']) });
    const decision = decide({
      tiers: [small, medium, cleared],
      circumstances: { guardClass: 'medical' },
    });
    assert.deepEqual(climbOf(decision), ['large', ['large'], 'limit']);
  });

  it('goes on without a cascade where no tier can serve the request', () => {
    const tiers = [small, medium].map(({ name }) => buildProfile(name, { contextLength: 10 }));
    const decision = decide({ tiers, view: { tokenEstimate: 100 } });
    assert.deepEqual(climbOf(decision), ['other', undefined, undefined]);
    assert.equal(decision.reason, 'target_ineligible');
    assert.deepEqual(decision.replaced, { model: 'small', limit: 'context_length' });
  });

  it('asks one tier alone what must not be sent twice', () => {
    const view = { hasSideEffects: true } as const;
    assert.deepEqual(climbOf(decide({ view })), ['large', ['large'], 'once']);
    const lastDown = decide({ view, circumstances: { health: down('large') } });
    assert.deepEqual(climbOf(lastDown), ['medium', ['medium'], 'unhealthy']);
  });

  it('leaves out unhealthy tiers while another is left', () => {
    const first = decide({ circumstances: { health: down('small') } });
    assert.deepEqual(climbOf(first), ['medium', ['medium', 'large'], 'unhealthy']);
    const last = decide({ circumstances: { health: down('large') } });
    assert.deepEqual(climbOf(last), ['small', ['small', 'medium'], 'first']);
    const only = decide({ circumstances: { health: down('medium', 'large') } });
    assert.deepEqual(climbOf(only), ['small', ['small'], 'first']);
  });

  it('tries unhealthy tiers where all are', () => {
    const decision = decide({ circumstances: { health: down('small', 'medium', 'large') } });
    assert.deepEqual(climbOf(decision), ['small', ['small', 'medium', 'large'], 'first']);
  });

  it('takes the nearest tier below where none above is healthy', () => {
    const circumstances = { complexity: 0.9, health: down('large') };
    const decision = decide({ start: { complex: 0.7 }, circumstances });
    assert.deepEqual(climbOf(decision), ['medium', ['medium'], 'unhealthy']);
  });

  it('leaves a client that pins a model alone', () => {
    const decision = decide({ preference: { model: medium, route: undefined, reason: 'pinned' } });
    assert.deepEqual(climbOf(decision), ['medium', undefined, undefined]);
  });
});

describe('choose, with a cascade in a conversation', () => {
  const looping = { view: TOOL_LOOP };

  it('never starts below the conversation’s model in a tool loop', () => {
    const decision = decide({ ...looping, circumstances: { previous: 'medium' } });
    assert.deepEqual(climbOf(decision), ['medium', ['medium', 'large'], 'sticky']);
    assert.deepEqual([decision.reason, decision.sticky], ['sticky', 'tool_loop']);
  });

  it('stays with a model that is no tier, where it is worth it', () => {
    const decision = decide({ ...looping, circumstances: { previous: 'other' } });
    assert.deepEqual(climbOf(decision), ['other', undefined, undefined]);
    assert.equal(decision.timeoutMs, 300_000);
  });

  it('is never lowered by it', () => {
    const dear = buildProfile('small', { priceSum: 19 });
    const decision = decide({
      tiers: [dear, large],
      start: { complex: 0.5 },
      circumstances: {
        previous: 'small',
        complexity: 0.9,
        expectations: {
          predictions: new Map(
            ['small', 'large'].map((name) => [name, { quality: 0.8, lower: 0.7, outputTokens: 10 }]),
          ),
          latencyMs: () => undefined,
        },
      },
    });
    assert.deepEqual(climbOf(decision), ['large', ['large'], 'complex']);
    assert.deepEqual([decision.reason, decision.sticky], ['similar', 'better']);
  });

  it('follows what saves much, and is held by no unhealthy model', () => {
    const saving = decide({ circumstances: { previous: 'large' } });
    assert.deepEqual(
      [...climbOf(saving), saving.sticky],
      ['small', ['small', 'medium', 'large'], 'first', 'saves'],
    );
    const circumstances = { previous: 'medium', health: down('medium') };
    const decision = decide({ ...looping, circumstances });
    assert.deepEqual(climbOf(decision), ['small', ['small', 'large'], 'first']);
  });

  it('is held to nothing where the policy switched it off, or by a rule', () => {
    const off = decide({ ...looping, circumstances: { previous: 'large' }, coldCachePenalty: undefined });
    assert.deepEqual([off.model, off.sticky], ['small', undefined]);
    const rule = decide({ ...looping, circumstances: { previous: 'large' }, preference: { reason: 'rule' } });
    assert.deepEqual([rule.model, rule.sticky], ['small', undefined]);
  });
});
