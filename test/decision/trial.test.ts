import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { choose } from '../../src/decision/choose.js';
import type { Circumstances } from '../../src/decision/circumstances.js';
import type { Decision } from '../../src/decision/decision.js';
import type { Preference } from '../../src/decision/prefer.js';
import type { RequestView } from '../../src/request/request-view.js';
import { buildPlan, buildProfile, buildRoutePlan } from '../support/build-plan.js';
import { buildView } from '../support/build-view.js';

const small = buildProfile('small', { priceSum: 1 });
const medium = buildProfile('medium', { priceSum: 5 });
const large = buildProfile('large', { priceSum: 20 });
const route = buildRoutePlan('route', small);
const similar: Preference = { model: small, route, reason: 'similar', layer: 'similarity' };

interface Shares {
  readonly control?: number;
  readonly explore?: number;
}

function decide(
  unit: string | undefined,
  { control = 0, explore = 0 }: Shares,
  more: { view?: Partial<RequestView>; preference?: Preference; circumstances?: Circumstances } = {},
): Decision {
  const trial = { controlShare: control, controlModel: large, explorationShare: explore };
  const plan = buildPlan([medium, small, large], [route], { trial });
  const { view = {}, preference = similar, circumstances = {} } = more;
  return choose(plan, buildView(view), preference, { ...circumstances, unit });
}

const UNITS = Array.from({ length: 4000 }, (_, at) => `conversation ${at}`);

describe('choose, with a control group and exploration', () => {
  it('sends the stated shares to each arm, and a conversation always to the same', () => {
    const arms = UNITS.map((unit) => decide(unit, { control: 0.2, explore: 0.3 }));
    const share = (arm: string): number =>
      arms.filter((decision) => decision.arm === arm).length / UNITS.length;
    assert.ok(Math.abs(share('control') - 0.2) < 0.02, String(share('control')));
    assert.ok(Math.abs(share('explored') - 0.3) < 0.022, String(share('explored')));
    for (const unit of UNITS.slice(0, 50)) {
      assert.deepEqual(
        decide(unit, { control: 0.2, explore: 0.3 }),
        decide(unit, { control: 0.2, explore: 0.3 }),
      );
    }
  });

  it('says what the router would have chosen, and who chose instead', () => {
    const { model, reason, routedModel, arm } = decide('any', { control: 1 });
    assert.deepEqual([model, reason, routedModel, arm], ['large', 'control', 'small', 'control']);
  });

  it('states the probability with which each model was to be chosen', () => {
    const shares = { control: 0.2, explore: 0.3 };
    const expected = { small: 0.5 + 0.1, medium: 0.1, large: 0.2 + 0.1 };
    const counts = new Map<string, number>();
    for (const unit of UNITS) {
      const { model, propensity } = decide(unit, shares);
      assert.ok(Math.abs(propensity - expected[model as keyof typeof expected]) < 1e-12, model);
      counts.set(model, (counts.get(model) ?? 0) + 1);
    }
    for (const [model, share] of Object.entries(expected)) {
      const seen = (counts.get(model) ?? 0) / UNITS.length;
      assert.ok(Math.abs(seen - share) < 0.025, `${model}: ${seen}, stated ${share}`);
    }
  });

  it('leaves orders, tool loops and requests without a name alone', () => {
    const message = { text: 'x', images: 0, toolCalls: 0 };
    const looping = {
      messages: [
        { ...message, role: 'user' },
        { ...message, role: 'tool' },
      ],
    } as const;
    const left = [
      decide('any', { control: 1 }, { preference: { ...similar, reason: 'pinned', route: undefined } }),
      decide('any', { control: 1 }, { preference: { ...similar, reason: 'rule' } }),
      decide('any', { control: 1 }, { preference: { ...similar, reason: 'safety' } }),
      decide('any', { control: 1 }, { view: looping }),
      decide(undefined, { control: 1 }),
    ];
    for (const { model, arm, propensity } of left)
      assert.deepEqual([model, arm, propensity], ['small', 'routed', 1]);
  });

  it('never sends a request to a model that cannot serve it or is not well', () => {
    const health: Circumstances['health'] = (model) => (model === 'large' ? 'unhealthy' : 'healthy');
    const decision = decide('any', { control: 1 }, { circumstances: { health } });
    assert.deepEqual([decision.model, decision.arm, decision.propensity], ['small', 'routed', 1]);
    for (const unit of UNITS.slice(0, 200)) {
      const { model, propensity } = decide(unit, { explore: 1 }, { circumstances: { health } });
      assert.notEqual(model, 'large');
      assert.equal(propensity, 0.5);
    }
  });
});
