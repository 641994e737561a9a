import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EvidenceKind } from '../../../src/console/evidence/evidence-kind.js';
import { EVIDENCE_KINDS, type EvidenceName } from '../../../src/console/evidence/evidence-kinds.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const DAY = 86_400_000;

function read(kind: EvidenceName, query: Readonly<Record<string, string>> = {}): unknown {
  const question = EVIDENCE_KINDS[kind].read(query, NOW);
  assert.ok(question.ok, JSON.stringify(question));
  return question.value;
}

function refused(kind: EvidenceName, query: Readonly<Record<string, string>>): string {
  const question = EVIDENCE_KINDS[kind].read(query, NOW);
  assert.ok(!question.ok && question.problem.code === 'field_invalid', JSON.stringify(query));
  return question.problem.message;
}

describe('the parameters of a question', () => {
  it('has defaults for everything: the last thirty days', () => {
    const filter = { since: NOW - 30 * DAY, until: NOW };
    assert.deepEqual(read('report'), { filter, by: undefined, tolerance: 0.02, alpha: 0.05 });
    assert.deepEqual(read('quality'), filter);
    assert.deepEqual(read('map'), { filter, limit: 600 });
    assert.deepEqual(read('confusion'), { filter, of: undefined });
    assert.deepEqual(read('drift'), {
      ...{ alpha: 0.01, texts: 500 },
      period: { until: NOW, windowMs: 7 * DAY, referenceMs: 28 * DAY },
    });
  });

  it('reads what the command line reads', () => {
    const query = { since: '2026-11-01', until: '12h', route: 'code', model: 'small', tenant: 'north' };
    const filter = { since: Date.UTC(2026, 10, 1), until: NOW - DAY / 2 };
    const only = { route: 'code', model: 'small', tenant: 'north' };
    assert.deepEqual(read('quality', query), { ...filter, ...only });
    assert.deepEqual(read('report', { by: 'tenant', tolerance: '0.1', alpha: '0.01', since: '1d' }), {
      ...{ by: 'tenant', tolerance: 0.1, alpha: 0.01 },
      filter: { since: NOW - DAY, until: NOW },
    });
    assert.deepEqual(
      read('drift', { window: '2d', reference: '5d', until: '1d', texts: '0', alpha: '0.5' }),
      {
        ...{ alpha: 0.5, texts: 0 },
        period: { until: NOW - DAY, windowMs: 2 * DAY, referenceMs: 5 * DAY },
      },
    );
  });

  it('refuses what is out of range, with the value and the limit', () => {
    assert.match(refused('report', { since: 'yesterday' }), /"since" is "yesterday"; send it as/);
    assert.match(refused('report', { since: '1h', until: '2h' }), /hold no time/);
    assert.match(refused('report', { by: 'weather' }), /"by" is "weather"; send one of day, /);
    assert.match(refused('report', { tolerance: '2' }), /"tolerance" is "2"; send 0 to 1/);
    assert.match(refused('report', { alpha: '' }), /"alpha" is ""/);
    assert.match(refused('quality', { since: '2025-01-01' }), /has 691 days; send one of at most 366/);
    assert.match(refused('map', { limit: '1e9' }), /send 50 to 1500/);
    assert.match(refused('map', { limit: '99.5' }), /send a whole number/);
    assert.match(refused('confusion', { of: 'both' }), /send one of examples, labels/);
    assert.match(refused('drift', { window: '0m' }), /in that order/);
    assert.match(refused('drift', { texts: '-1' }), /send 0 to 2000/);
  });

  it('never throws, whatever it is sent', () => {
    for (const kind of Object.values<EvidenceKind>(EVIDENCE_KINDS)) {
      for (const { name } of kind.parameters) {
        for (const value of [
          '',
          '\u0000',
          '999999999999999',
          '-0',
          'NaN',
          '1e400',
          '🙂',
          'x'.repeat(10_000),
        ]) {
          const question = kind.prepare({ [name]: value }, NOW);
          assert.ok(question.ok || question.problem.message.length < 400);
        }
      }
    }
  });
});
