import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose } from '../../src/decision/choose.js';
import type { Circumstances } from '../../src/decision/circumstances.js';
import type { Decision } from '../../src/decision/decision.js';
import type { DecisionPlan, RoutePlan } from '../../src/decision/decision-plan.js';
import type { Preference } from '../../src/decision/prefer.js';
import type { Reason } from '../../src/decision/reason.js';
import { buildPlan, buildProfile, buildRoutePlan } from '../support/build-plan.js';
import { buildView } from '../support/build-view.js';

const small = buildProfile('small', { priceSum: 1 });
const medium = buildProfile('medium', { priceSum: 5 });
const large = buildProfile('large', { priceSum: 20 });
const blind = buildProfile('blind', { priceSum: 3, capabilities: new Set(['tools']) });
const models = [medium, small, large, blind] as const;

const single = buildRoutePlan('single', small);
const tiers = [small, medium, large].map((model) => ({ model, timeoutMs: 1_000 }));
const climbing = buildRoutePlan('climbing', small, {
  cascade: {
    ...{ tiers, streaming: 'prefix', judgingMs: 0 },
    start: { margin: undefined, complex: undefined, quality: undefined },
  },
});

function decide(
  route: RoutePlan,
  circumstances: Circumstances,
  {
    reason = 'similar',
    plan = {},
    images = 0,
  }: { reason?: Reason; plan?: Partial<DecisionPlan>; images?: number } = {},
): Decision {
  const preference: Preference = { model: route.target, route, reason, layer: 'similarity' };
  const whole = buildPlan([...models], [route], { coldCachePenalty: 0.2, ...plan });
  return choose(whole, buildView({ images }), preference, circumstances);
}

const brief = ({ model, reason, sticky }: Decision): readonly unknown[] => [model, reason, sticky];

describe('choose, for a single model, when the user asks again', () => {
  it('takes the next dearer model than the one that answered', () => {
    assert.deepEqual(brief(decide(single, { askedAgain: 'small' })), ['blind', 'reask', undefined]);
    assert.deepEqual(brief(decide(single, { askedAgain: 'blind' })), ['medium', 'reask', undefined]);
    assert.deepEqual(brief(decide(single, { askedAgain: 'medium' })), ['large', 'reask', undefined]);
  });

  it('passes over models that cannot serve the request, or are down', () => {
    assert.equal(decide(single, { askedAgain: 'small' }, { images: 1 }).model, 'medium');
    const health = (model: string) => (model === 'blind' ? 'unhealthy' : 'unknown');
    assert.equal(decide(single, { askedAgain: 'small', health }).model, 'medium');
  });

  it('stays with the strongest model, and does not go back to the one proposed', () => {
    assert.deepEqual(brief(decide(single, { askedAgain: 'large' })), ['large', 'sticky', 'reask']);
  });

  it('keeps the stronger model in the turns after', () => {
    const later = decide(single, { raisedTo: 'medium', previous: 'medium' });
    assert.deepEqual(brief(later), ['medium', 'sticky', 'reask']);
    const again = decide(single, { raisedTo: 'medium', askedAgain: 'medium' });
    assert.deepEqual(brief(again), ['large', 'reask', undefined]);
  });

  it('leaves a proposal alone that is strong enough', () => {
    const strong = buildRoutePlan('strong', large);
    assert.deepEqual(brief(decide(strong, { askedAgain: 'small' })), ['large', 'similar', undefined]);
    assert.deepEqual(brief(decide(strong, { raisedTo: 'medium' })), ['large', 'similar', 'first']);
  });

  it('never overrules a pin, a rule or a safety class', () => {
    for (const reason of ['pinned', 'rule', 'safety'] as const) {
      const decided = decide(single, { askedAgain: 'small', raisedTo: 'medium' }, { reason });
      assert.deepEqual(brief(decided), ['small', reason, undefined]);
      const climbed = decide(climbing, { askedAgain: 'small', raisedTo: 'medium' }, { reason });
      assert.deepEqual([climbed.model, climbed.reason], ['small', reason]);
    }
  });

  it('forgets models that the pool has no more', () => {
    assert.deepEqual(decide(single, { askedAgain: 'gone', raisedTo: 'lost' }).model, 'small');
  });

  it('leaves the control group with its model', () => {
    const trial = { controlShare: 1, controlModel: medium, explorationShare: 0 };
    const decided = decide(single, { askedAgain: 'small', unit: 'talk' }, { plan: { trial } });
    assert.deepEqual([decided.model, decided.reason, decided.arm], ['medium', 'control', 'control']);
    assert.equal(decided.routedModel, 'blind');
  });
});

describe('choose, for an objective, when the user asks again', () => {
  const rated = [
    buildProfile('cheap', { priceSum: 1, quality: 0.6 }),
    buildProfile('clever', { priceSum: 2, quality: 0.8 }),
    buildProfile('dear', { priceSum: 9, quality: 0.7 }),
    buildProfile('alike', { priceSum: 3, quality: 0.61 }),
  ] as const;
  const objective = { quality: 0.5, prefer: 'cost', models: rated } as const;
  const route = buildRoutePlan('rated', rated[0], { objective });
  const ask = (circumstances: Circumstances): readonly unknown[] => {
    const preference: Preference = { model: rated[0], route, reason: 'similar', layer: 'similarity' };
    return brief(choose(buildPlan([...rated], [route]), buildView(), preference, circumstances));
  };

  it('takes the next better one, not the next dearer one', () => {
    assert.deepEqual(ask({}), ['cheap', 'similar', undefined]);
    assert.deepEqual(ask({ askedAgain: 'cheap' }), ['dear', 'reask', undefined]);
    assert.deepEqual(ask({ askedAgain: 'dear' }), ['clever', 'reask', undefined]);
    assert.deepEqual(ask({ askedAgain: 'clever' }), ['clever', 'sticky', 'reask']);
  });
});

describe('choose, for a cascade, when the user asks again', () => {
  const starts = (circumstances: Circumstances): readonly unknown[] => {
    const { reason, cascade } = decide(climbing, circumstances);
    return [cascade?.tiers.map(({ model }) => model).join(' '), cascade?.startedBy, reason];
  };

  it('starts one tier above the one that answered', () => {
    assert.deepEqual(starts({ askedAgain: 'small' }), ['medium large', 'reask', 'reask']);
    assert.deepEqual(starts({ askedAgain: 'medium' }), ['large', 'reask', 'reask']);
    assert.deepEqual(starts({ askedAgain: 'large' }), ['large', 'sticky', 'sticky']);
  });

  it('does not go below that in the turns after', () => {
    assert.deepEqual(starts({ raisedTo: 'medium' }), ['medium large', 'sticky', 'sticky']);
    assert.deepEqual(starts({ raisedTo: 'medium', previous: 'medium' }), [
      'medium large',
      'sticky',
      'sticky',
    ]);
    assert.deepEqual(starts({ raisedTo: 'medium', askedAgain: 'medium' }), ['large', 'reask', 'reask']);
  });

  it('finds a tier for a model that is none', () => {
    assert.deepEqual(starts({ raisedTo: 'blind' }), ['medium large', 'sticky', 'sticky']);
  });

  it('starts at the tier above where the next one is down', () => {
    const health = (model: string) => (model === 'medium' ? 'unhealthy' : 'unknown');
    assert.deepEqual(starts({ askedAgain: 'small', health }), ['large', 'unhealthy', 'reask']);
  });
});
