import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { combineClauses } from '../../../src/signals/routes/combine-clauses.js';
import type { RouteScores } from '../../../src/signals/routes/route-scores.js';

function scores(probabilities: Readonly<Record<string, number>>, outOfScope = 0.1): RouteScores {
  const routes = Object.entries(probabilities)
    .map(([route, probability]) => ({ route, probability }))
    .sort((a, b) => b.probability - a.probability);
  return { routes, outOfScope };
}

const pay = scores({ pay: 0.8, cook: 0.1, code: 0.1 });
const cook = scores({ cook: 0.7, pay: 0.2, code: 0.1 });

describe('combineClauses', () => {
  it('leaves a single wish as it is', () => {
    assert.deepEqual(combineClauses([pay], []).routes[0], { route: 'pay', probability: 0.8 });
    assert.equal(combineClauses([pay], []).intents, undefined);
  });

  it('reports both of two wishes, and puts them first', () => {
    const { routes, intents } = combineClauses([pay, cook], []);
    assert.deepEqual(intents, ['pay', 'cook']);
    assert.deepEqual(
      routes.map(({ route }) => route),
      ['pay', 'cook', 'code'],
    );
    assert.ok(Math.abs(routes.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-9);
  });

  it('does not count a wish that belongs to no route', () => {
    assert.equal(combineClauses([pay, { ...cook, outOfScope: 0.9 }], []).intents, undefined);
  });

  it('takes out what is refused, and shares its probability out', () => {
    const doubtful = scores({ pay: 0.5, cook: 0.4, code: 0.1 });
    const { routes } = combineClauses([doubtful], [cook]);
    assert.equal(routes.find(({ route }) => route === 'cook')?.probability, 0);
    assert.ok(Math.abs((routes[0]?.probability ?? 0) - 0.5 / 0.6) < 1e-9);
  });

  it('does not take out what another clause wants', () => {
    assert.ok(Math.abs((combineClauses([cook], [cook]).routes[0]?.probability ?? 0) - 0.7) < 1e-9);
  });

  it('routes nothing that only refuses', () => {
    const { routes, outOfScope } = combineClauses([], [pay]);
    assert.equal(outOfScope, 1);
    assert.ok(routes.length === 3 && routes.every(({ probability }) => probability === 0));
  });
});
