import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DriftFinding } from '../../../src/lab/drift/drift-finding.js';
import { hintsOf } from '../../../src/lab/drift/hints-of.js';

const finding = (changes: Partial<DriftFinding>): DriftFinding => ({
  ...{ route: 'code', metric: 'margin', rule: 'sequential', severity: 'high', p: 0.001, advice: '' },
  before: { records: 100, mean: 0.5 },
  now: { records: 100, mean: 0.1 },
  foundAt: '2026-01-02T00:00:00.000Z',
  ...changes,
});

const NOW = { registry: 'aaaaaaaaaaaa', writtenAt: '2026-01-03T00:00:00.000Z' };

describe('hintsOf', () => {
  it('hints at routes with a grave finding, and says why', () => {
    const { routes } = hintsOf(
      [
        finding({}),
        finding({ metric: 'escalation', severity: 'medium' }),
        finding({ rule: 'two_points', metric: 'escalation' }),
        finding({ route: 'mild', severity: 'low' }),
        finding({ route: 'better', severity: 'info' }),
        finding({ route: null }),
        finding({ route: 'left', metric: 'out_of_scope' }),
      ],
      NOW,
    );
    assert.deepEqual(routes, {
      code: { since: NOW.writtenAt, why: ['margin', 'escalation'], registry: NOW.registry },
    });
  });

  it('keeps what was hinted until the registry changes, since when included', () => {
    const before = hintsOf([finding({})], NOW);
    const later = { ...NOW, writtenAt: '2026-02-01T00:00:00.000Z' };
    const kept = hintsOf([finding({ route: 'smalltalk' })], { ...later, before });
    assert.deepEqual(Object.keys(kept.routes), ['code', 'smalltalk']);
    assert.equal(kept.routes['code']?.since, NOW.writtenAt);
    const refreshed = hintsOf([], { ...later, registry: 'bbbbbbbbbbbb', before: kept });
    assert.deepEqual(refreshed.routes, {});
  });
});
