import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthIn } from '../../src/envoy/read-model-health.js';

function stats(values: Readonly<Record<string, number>>): string {
  return JSON.stringify({
    stats: Object.entries(values).map(([name, value]) => ({ name, value })),
  });
}

describe('healthIn', () => {
  it('finds a model with a healthy server and closed breakers well', () => {
    const health = healthIn(
      stats({
        'cluster.model/small.membership_healthy': 1,
        'cluster.model/small.circuit_breakers.default.rq_open': 0,
      }),
    );
    assert.deepEqual([...health], [['small', true]]);
  });

  it('finds a model without a healthy server down', () => {
    assert.deepEqual([...healthIn(stats({ 'cluster.model/a.b.membership_healthy': 0 }))], [['a.b', false]]);
  });

  for (const breaker of ['rq_open', 'rq_pending_open']) {
    it(`finds a model down whose breaker says ${breaker}`, () => {
      const health = healthIn(
        stats({
          'cluster.model/small.membership_healthy': 2,
          [`cluster.model/small.circuit_breakers.default.${breaker}`]: 1,
        }),
      );
      assert.equal(health.get('small'), false);
    });
  }

  it('does not mind that all connections are there: they may be idle', () => {
    const health = healthIn(
      stats({
        'cluster.model/small.membership_healthy': 1,
        'cluster.model/small.circuit_breakers.default.cx_open': 1,
      }),
    );
    assert.equal(health.get('small'), true);
  });

  it('knows nothing of clusters that are no models', () => {
    assert.equal(healthIn(stats({ 'cluster.dragoman.membership_healthy': 1 })).size, 0);
    assert.equal(healthIn('{}').size, 0);
  });
});
