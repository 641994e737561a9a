import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose } from '../../src/decision/choose.js';
import type { Circumstances } from '../../src/decision/circumstances.js';
import type { Decision } from '../../src/decision/decision.js';
import type { RoutePlan } from '../../src/decision/decision-plan.js';
import type { Reason } from '../../src/decision/reason.js';
import { buildPlan, buildProfile, buildRoutePlan } from '../support/build-plan.js';
import { buildView } from '../support/build-view.js';

const small = buildProfile('small', { priceSum: 1 });
const blind = buildProfile('blind', { priceSum: 3, capabilities: new Set(['tools']) });
const medium = buildProfile('medium', { priceSum: 5 });
const large = buildProfile('large', { priceSum: 20 });

const single = buildRoutePlan('single', small);
const top = buildRoutePlan('top', large);
const choosy = buildRoutePlan('choosy', small, {
  objective: { quality: 0.5, prefer: 'cost', models: [small, large] },
});
const tiers = [small, medium, large].map((model) => ({ model, timeoutMs: 1_000 }));
const climbing = buildRoutePlan('climbing', small, {
  cascade: {
    ...{ tiers, streaming: 'prefix', judgingMs: 0 },
    start: { margin: undefined, complex: undefined, quality: undefined },
  },
});

const HINTED: Circumstances = { isHinted: () => true };

function decide(
  route: RoutePlan,
  circumstances: Circumstances = HINTED,
  { reason = 'similar', images = 0 }: { reason?: Reason; images?: number } = {},
): Decision {
  const plan = buildPlan([medium, small, large, blind], [route]);
  const preference = { model: route.target, route, reason, layer: 'similarity' } as const;
  return choose(plan, buildView({ images }), preference, circumstances);
}

const brief = ({ model, reason }: Decision): readonly string[] => [model, reason];

describe('a route that is hinted at', () => {
  it('is answered by the next dearer model that can serve the request', () => {
    assert.deepEqual(brief(decide(single)), ['blind', 'hinted']);
    assert.deepEqual(brief(decide(single, HINTED, { images: 1 })), ['medium', 'hinted']);
    const health = (model: string) => (model === 'blind' ? 'unhealthy' : 'healthy');
    assert.deepEqual(brief(decide(single, { ...HINTED, health })), ['medium', 'hinted']);
  });

  it('goes by its own models where it has an objective', () => {
    assert.deepEqual(brief(decide(choosy)), ['large', 'hinted']);
  });

  it('starts its cascade at the second tier', () => {
    const { model, cascade } = decide(climbing);
    assert.equal(model, 'medium');
    assert.equal(cascade?.startedBy, 'hint');
  });

  it('stays with the dearest model', () => {
    assert.deepEqual(brief(decide(top)), ['large', 'similar']);
  });

  it('leaves requests alone that a rule sent there, and routes that are not hinted at', () => {
    assert.deepEqual(brief(decide(single, HINTED, { reason: 'rule' })), ['small', 'rule']);
    const isHinted = (route: string): boolean => route === 'another';
    assert.deepEqual(brief(decide(single, { isHinted })), ['small', 'similar']);
    assert.equal(decide(climbing, { isHinted }).cascade?.startedBy, 'first');
  });
});
