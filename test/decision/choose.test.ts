import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose as chooseModel } from '../../src/decision/choose.js';
import type { Decision } from '../../src/decision/decision.js';
import type { DecisionPlan } from '../../src/decision/decision-plan.js';
import { needsComparison, prefer } from '../../src/decision/prefer.js';
import { REASONS } from '../../src/decision/reason.js';
import type { RequestView } from '../../src/request/request-view.js';
import type { RuleSignal, SimilarityFailure, SimilaritySignal } from '../../src/signals/signal.js';
import { buildPlan, buildProfile, buildRoutePlan } from '../support/build-plan.js';
import { buildView, withoutModel } from '../support/build-view.js';

const middle = buildProfile('middle', {
  priceSum: 5,
  timeoutMs: 60_000,
  safetyClasses: new Set(['medical']),
});
const small = buildProfile('small', { priceSum: 1, timeoutMs: 20_000 });
const large = buildProfile('large', { priceSum: 20 });
const smalltalk = buildRoutePlan('smalltalk', small, { fallback: middle, timeoutMs: 5_000, maxTokens: 300 });
const code = buildRoutePlan('code', large);
const health = buildRoutePlan('health', middle, { safetyClass: 'medical' });
const plan = buildPlan([middle, small, large], [smalltalk, code, health], {
  aliases: new Set(['auto', 'best']),
});

const rule = (route?: string, guard?: string): RuleSignal => ({
  name: 'rules',
  route,
  guard: guard ?? (route === 'health' ? route : undefined),
  microseconds: 1,
});

/** Both steps of the decision, as the router takes them. */
function choose(
  plan: DecisionPlan,
  view: RequestView,
  rules: RuleSignal,
  similarity: SimilaritySignal | undefined,
): Decision {
  const result = similarity?.result;
  const comparison = result?.ok === true ? ({ ...result, layer: 'similarity' } as const) : result;
  const guardClass = rules.guard === undefined ? undefined : plan.routes.get(rules.guard)?.safetyClass;
  return chooseModel(plan, view, prefer(plan, view, rules, comparison), { guardClass });
}

/** @param probabilities of the routes */
function similar(probabilities: Readonly<Record<string, number>>, outOfScope = 0): SimilaritySignal {
  const routes = Object.entries(probabilities)
    .map(([route, probability]) => ({ route, probability }))
    .sort((a, b) => b.probability - a.probability);
  return { name: 'similarity', result: { ok: true, scores: { routes, outOfScope } }, microseconds: 1 };
}

const failed = (failure: SimilarityFailure): SimilaritySignal => ({
  name: 'similarity',
  result: { ok: false, failure },
  microseconds: 1,
});

describe('needsComparison', () => {
  const cases: readonly [what: string, view: RequestView, route: string | undefined, needed: boolean][] = [
    ['auto and no rule', buildView(), undefined, true],
    ['an alias and no rule', buildView({ model: 'best' }), undefined, true],
    ['no model and no rule', withoutModel(buildView()), undefined, true],
    ['auto and a rule', buildView(), 'code', false],
    ['a pin', buildView({ model: 'small' }), undefined, false],
    ['a pin and a rule', buildView({ model: 'small' }), 'code', false],
  ];
  for (const [what, view, route, needed] of cases) {
    it(`says ${needed ? 'yes' : 'no'} for ${what}`, () => {
      assert.deepEqual(needsComparison(plan, view, rule(route)), { ok: true, value: needed });
    });
  }

  it('refuses a model that is neither in the pool nor an alias, even when a rule matched', () => {
    for (const model of ['gpt-9', '', 'AUTO', ' small', '__proto__', 'toString']) {
      const result = needsComparison(plan, buildView({ model }), rule('code'));
      assert.ok(!result.ok, model);
      assert.equal(result.problem.code, 'model_not_found');
      assert.equal(result.problem.param, 'model');
      assert.match(result.problem.message, /auto, best, middle, small, large/);
    }
  });

  it('keeps the message short for a long name and a large pool', () => {
    const [first, ...rest] = Array.from({ length: 256 }, (_, at) => buildProfile(`model-${at}`));
    assert.ok(first !== undefined);
    const result = needsComparison(
      buildPlan([first, ...rest], []),
      buildView({ model: 'x'.repeat(1e6) }),
      rule(),
    );
    assert.ok(!result.ok && result.problem.message.length < 600);
  });
});

interface Case {
  readonly what: string;
  readonly view?: Partial<RequestView>;
  readonly rule?: string;
  readonly guard?: string;
  readonly similarity?: SimilaritySignal;
  readonly plan?: DecisionPlan;
  readonly expect: Partial<Decision>;
}

const CASES: readonly Case[] = [
  {
    what: 'a pin',
    view: { model: 'small' },
    expect: { model: 'small', route: undefined, reason: 'pinned', timeoutMs: 20_000, fallback: undefined },
  },
  {
    what: "a pin against a rule, whose policy is not the pin's",
    view: { model: 'large' },
    rule: 'smalltalk',
    expect: { model: 'large', route: undefined, reason: 'pinned', maxTokens: undefined, fallback: undefined },
  },
  {
    what: 'a pin that the safety class of the rule allows',
    view: { model: 'middle' },
    rule: 'health',
    expect: { model: 'middle', route: undefined, reason: 'pinned' },
  },
  {
    what: 'a pin that the safety class of the rule forbids',
    view: { model: 'large' },
    rule: 'health',
    expect: { model: 'middle', route: 'health', reason: 'safety' },
  },
  {
    what: 'a rule whose model a guarding rule behind it forbids',
    rule: 'code',
    guard: 'health',
    expect: { model: 'middle', route: 'health', reason: 'safety' },
  },
  {
    what: 'a pin to a model that cannot serve the request: its own error is the clearest',
    view: { model: 'tiny', tokenEstimate: 9999 },
    plan: buildPlan([middle, buildProfile('tiny', { contextLength: 100 })], []),
    expect: { model: 'tiny', reason: 'pinned', replaced: undefined },
  },
  {
    what: 'a rule with its policy',
    rule: 'smalltalk',
    expect: {
      ...{ model: 'small', route: 'smalltalk', reason: 'rule', fallback: 'middle' },
      ...{ timeoutMs: 5_000, maxTokens: 300, confidence: 1, margin: 1 },
    },
  },
  {
    what: "a route without a time-out: the model's holds",
    rule: 'health',
    expect: { model: 'middle', timeoutMs: 60_000, fallback: undefined },
  },
  {
    what: 'a rule before similarity',
    rule: 'code',
    similarity: similar({ smalltalk: 0.99 }),
    expect: { model: 'large', route: 'code', reason: 'rule' },
  },
  {
    what: 'a clear resemblance',
    similarity: similar({ smalltalk: 0.8, code: 0.1 }),
    expect: { model: 'small', route: 'smalltalk', reason: 'similar', fallback: 'middle', confidence: 0.8 },
  },
  {
    what: 'a resemblance exactly at the threshold',
    similarity: similar({ smalltalk: 0.5, code: 0.25 }),
    expect: { route: 'smalltalk', reason: 'similar', confidence: 0.5, margin: 0.25 },
  },
  {
    what: 'a resemblance below the threshold',
    similarity: similar({ smalltalk: 0.4375, code: 0.3125 }),
    expect: {
      model: 'middle',
      route: undefined,
      reason: 'low_margin',
      maxTokens: undefined,
      timeoutMs: 60_000,
    },
  },
  {
    what: 'two routes too close to each other',
    similarity: similar({ smalltalk: 0.5, code: 0.4375 }),
    expect: { model: 'middle', route: undefined, reason: 'low_margin', confidence: 0.5, margin: 0.0625 },
  },
  {
    what: 'a route just within scope',
    similarity: similar({ smalltalk: 0.75, code: 0.25 }, 0.5),
    expect: { model: 'small', reason: 'similar', margin: 0.5 },
  },
  {
    what: 'a resemblance to nothing',
    similarity: similar({ smalltalk: 0.75, code: 0.25 }, 0.625),
    expect: { model: 'middle', route: undefined, reason: 'out_of_scope', confidence: 0.75, margin: 0.5 },
  },
  {
    what: 'no routes at all',
    similarity: similar({}, 1),
    expect: { model: 'middle', reason: 'out_of_scope', confidence: 0, margin: 0 },
  },
  {
    what: 'scores that are not numbers',
    similarity: similar({ smalltalk: NaN }),
    expect: { model: 'middle', route: undefined, reason: 'low_margin' },
  },
  {
    what: 'a threshold and a margin of 0: the best route always wins against the others',
    plan: buildPlan([middle, small], [buildRoutePlan('easy', small, { threshold: 0 })], { margin: 0 }),
    similarity: similar({ easy: 0.375, other: 0.3125 }),
    expect: { model: 'small', route: 'easy', reason: 'similar' },
  },
  { what: 'no text', similarity: failed('no_text'), expect: { model: 'middle', reason: 'no_text' } },
  {
    what: 'no examples',
    similarity: failed('no_examples'),
    expect: { model: 'middle', reason: 'no_examples' },
  },
  { what: 'no encoder', similarity: failed('absent'), expect: { model: 'middle', reason: 'encoder_absent' } },
  { what: 'a late encoder', similarity: failed('late'), expect: { model: 'middle', reason: 'encoder_late' } },
  { what: 'a busy encoder', similarity: failed('busy'), expect: { model: 'middle', reason: 'encoder_busy' } },
  { what: 'a dead encoder', similarity: failed('down'), expect: { model: 'middle', reason: 'encoder_down' } },
  {
    what: 'examples to come',
    similarity: failed('loading'),
    expect: { model: 'middle', reason: 'examples_loading' },
  },
];

describe('choose', () => {
  for (const { what, view, rule: matched, guard, similarity, plan: own, expect } of CASES) {
    it(`decides on ${what}`, () => {
      const decision = choose(own ?? plan, buildView(view), rule(matched, guard), similarity);
      assert.deepEqual({ ...decision, ...expect }, decision);
      assert.ok(decision.reason in REASONS);
    });
  }

  it('keeps the scores it was given, and has none where it needed none', () => {
    const similarity = similar({ smalltalk: 0.8 });
    const { scores } = choose(plan, buildView(), rule(), similarity);
    assert.ok(similarity.result.ok && scores === similarity.result.scores);
    assert.equal(choose(plan, buildView(), rule('code'), undefined).scores, undefined);
  });
});

describe('choose, where the model cannot serve the request', () => {
  const view = buildView({ tools: [{ name: 'search', description: '' }] });
  const textOnly = { capabilities: new Set<'tools'>() };
  const cannot = (name: string, priceSum = 1) => buildProfile(name, { ...textOnly, priceSum });
  const decide = (
    models: Parameters<typeof buildPlan>[0],
    route: Parameters<typeof buildRoutePlan>[2] = {},
  ) => {
    const target = models.find(({ name }) => name === 'target');
    assert.ok(target !== undefined);
    const own = buildPlan(models, [buildRoutePlan('route', target, route)]);
    return choose(own, view, rule('route'), undefined);
  };
  const target = cannot('target');

  it("takes the route's fallback first, and drops it as the fallback", () => {
    const fallback = buildProfile('fallback');
    const decision = decide([middle, target, large, fallback], { fallback });
    assert.deepEqual(
      [decision.model, decision.reason, decision.fallback, decision.replaced, decision.route],
      ['fallback', 'target_ineligible', undefined, { model: 'target', limit: 'tools' }, 'route'],
    );
  });

  it('then the default, and drops a fallback that cannot serve either', () => {
    const fallback = cannot('fallback');
    const decision = decide([middle, target, large, fallback], { fallback });
    assert.deepEqual([decision.model, decision.fallback], ['middle', undefined]);
  });

  it('then the dearest model that can', () => {
    const models = [
      cannot('default', 9),
      ...[target, buildProfile('cheap', { priceSum: 2 })],
      ...[cannot('dearest', 50), buildProfile('dear', { priceSum: 40 })],
    ] as const;
    assert.equal(decide(models).model, 'dear');
  });

  it('stays with its choice when no model can', () => {
    const decision = decide([cannot('default'), target, cannot('other')]);
    assert.deepEqual([decision.model, decision.reason, decision.replaced], ['target', 'rule', undefined]);
  });

  it("keeps the route's time-out and cap, but not the old model's time-out", () => {
    const kept = decide([middle, target], { timeoutMs: 7_000, maxTokens: 10 });
    assert.deepEqual([kept.timeoutMs, kept.maxTokens], [7_000, 10]);
    assert.equal(decide([middle, target]).timeoutMs, middle.timeoutMs);
  });

  it('replaces the default model as well', () => {
    const own = buildPlan([cannot('default'), large], []);
    const decision = choose(own, view, rule(), failed('late'));
    assert.deepEqual(
      [decision.model, decision.reason, decision.replaced],
      ['large', 'target_ineligible', { model: 'default', limit: 'tools' }],
    );
  });

  it('never leaves the safety class, not even for want of capabilities', () => {
    const listed = { safetyClasses: new Set(['medical']) };
    const able = buildProfile('able', { ...listed, priceSum: 2 });
    const unlisted = buildProfile('unlisted', { priceSum: 99 });
    const own = buildProfile('target', { ...textOnly, ...listed });
    assert.equal(decide([unlisted, own, able], { safetyClass: 'medical', fallback: unlisted }).model, 'able');
    const alone = decide([unlisted, own], { safetyClass: 'medical', fallback: unlisted });
    assert.deepEqual([alone.model, alone.fallback], ['target', undefined]);
  });

  it('drops a fallback that is the target itself', () => {
    const own = buildProfile('target');
    assert.equal(decide([middle, own], { fallback: own }).fallback, undefined);
  });
});
