import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allDays } from '../../../../src/console/page/evidence/all-days.js';
import { lastDay, periodOf, periodQuery, withPeriod } from '../../../../src/console/page/evidence/period.js';

const of = (query: string) => periodOf(new URLSearchParams(query));

describe('periodOf', () => {
  it('reads a name, or two days that both count', () => {
    assert.deepEqual(periodQuery(of('period=7d')), { since: '7d' });
    assert.deepEqual(periodQuery(of('from=2026-11-01&to=2026-11-30')), {
      since: '2026-11-01',
      until: '2026-12-01',
    });
    assert.equal(lastDay(of('from=2026-11-01&to=2026-11-30')), '2026-11-30');
  });

  it('takes the default for what makes no sense', () => {
    for (const query of [
      '',
      'period=custom',
      'period=9y',
      'from=2026-11-03&to=2026-11-01',
      'from=2026-13-45&to=2026-13-46',
    ]) {
      assert.equal(of(query).since, '30d', query);
    }
    assert.equal(periodOf(new URLSearchParams(), '7d').since, '7d');
    assert.equal(periodOf(new URLSearchParams('period=30d'), '7d').since, '30d');
  });
});

describe('withPeriod', () => {
  it('keeps the other parameters, and can be read again', () => {
    const custom = of('from=2026-11-01&to=2026-11-30');
    const params = withPeriod(new URLSearchParams('route=code&period=7d'), custom);
    assert.equal(params.toString(), 'route=code&from=2026-11-01&to=2026-11-30');
    assert.deepEqual(periodOf(params), custom);
    assert.equal(withPeriod(params, of('period=24h')).toString(), 'route=code&period=24h');
  });
});

describe('allDays', () => {
  it('has every day in UTC, without the one that begins at the end', () => {
    const days = allDays({ since: '2026-10-31T12:00:00Z', until: '2026-11-03T00:00:00Z' });
    assert.deepEqual(days, ['2026-10-31', '2026-11-01', '2026-11-02']);
    assert.deepEqual(allDays({ since: 'x', until: 'y' }), []);
  });
});
