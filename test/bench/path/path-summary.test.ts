import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aimsOf } from '../../../bench/aims.js';
import { CHEAP_TARGETS } from '../../../bench/path/path-figures.js';
import { summarisePath } from '../../../bench/path/path-summary.js';
import { latencyTable } from '../../../bench/path/path-tables.js';
import type { Results } from '../../../bench/results.js';
import { FIGURES } from '../cascade/made-up-figures.js';
import { type MadeUpCell, madeUpCell, madeUpPath } from './made-up-path.js';

/** In the second round the machine was three times slower; that must not change a ratio. */
function round(number: number, slower: number): MadeUpCell[] {
  const at = { round: number, load: 2048 } as const;
  const cell = (target: MadeUpCell['target'], p50Us: number, envoyCpuMs: number, serverCpuMs: number) => ({
    ...{ ...at, target, p50Us: p50Us * slower, saturatedSeconds: slower },
    ...{ envoyCpuMs: envoyCpuMs * slower, serverCpuMs: serverCpuMs * slower },
  });
  return [
    cell('envoy', 1000, 20, 0),
    cell('empty', 1800, 40, 20),
    ...CHEAP_TARGETS.map((target) => ({ ...cell(target, 2200, 50, 70), asMeant: 80 })),
  ];
}

const path = madeUpPath([...round(0, 1), ...round(1, 3)].map(madeUpCell));

const results: Results = {
  startedAt: '2026-01-01T00:00:00.000Z',
  machine: { cpu: 'x', cores: 2, memoryGiB: 4, loadBefore: 0, loadAfter: 2, node: '20', envoy: '1.40.0' },
  settings: {
    ...{ warmUpSeconds: 1, rounds: 2, perSecond: 50, pacedSeconds: 2 },
    ...{ connections: 32, saturatedSeconds: 2, records: 500 },
  },
  path,
};

describe('summarisePath', () => {
  const [envoy, empty, rule] = summarisePath(path);

  it('takes ratios within a round', () => {
    assert.equal(rule?.target, 'rule');
    assert.equal(rule.steady.byEnvoy, 6);
    assert.equal(rule.saturated.byEmpty, 2);
    assert.equal(rule.rateByEmpty, 0.8);
  });

  it('takes medians over the rounds of what is added', () => {
    assert.equal(envoy?.addedMs, 0);
    assert.equal(empty?.addedMs, 1.6);
    assert.equal(rule?.addedMs, 2.4);
    assert.ok(Math.abs(rule.addedTimes - 1.5) < 1e-9);
  });

  it('counts decided answers only as throughput', () => {
    // 80 in a second, then 80 in three.
    assert.ok(Math.abs((rule?.perSecond ?? 0) - (80 + 80 / 3) / 2) < 1e-9);
    assert.equal(rule?.asMeant.steady, 80);
    assert.deepEqual(rule.layers, { rules: 100 });
  });
});

describe('latencyTable', () => {
  it('shows no 99.9th percentile of few answers', () => {
    const row = latencyTable(path)?.rows[0] ?? [];
    assert.deepEqual(row.slice(-5), ['1.00', '2.00', '12.00', '-', '500']);
  });
});

describe('aimsOf', () => {
  const aims = aimsOf(results);

  it('puts the one that is missed by most first, and takes the worst target', () => {
    const factors = aims.map(({ factor }) => factor);
    assert.deepEqual(
      factors,
      [...factors].sort((a, b) => b - a),
    );
    const added = aims.find(({ what }) => what === 'Added to the median latency, a cheap layer, 2 KB');
    assert.deepEqual([added?.measured, added?.met], [2.4, false]);
    assert.equal(added?.beside, 'empty server 1.60 ms');
  });

  it('holds figures to a least as well as to a most', () => {
    const rate = aims.find(({ bound, unit }) => bound === 'least' && unit === '/s');
    assert.equal(rate?.met, false);
    const memory = aims.find(({ what }) => what.startsWith('Resident memory'));
    assert.equal(Math.round(memory?.measured ?? 0), 210);
    assert.equal(memory?.met, true);
  });

  it('does not take a figure that is missing for one that is met', () => {
    const large = aims.filter(({ what }) => what.includes('32 KB'));
    assert.ok(large.length > 0);
    for (const { met, factor } of large) assert.deepEqual([met, factor], [false, Infinity]);
  });

  it('holds the gate to 3 ms for each kind of answer', () => {
    const gate = aimsOf({ ...results, cascade: FIGURES }).filter(({ what }) => what.includes('judging'));
    assert.deepEqual(
      gate.map(({ limit, measured, met }) => [limit, measured, met]),
      [
        [3, 3.5, false],
        [3, 2.5, true],
      ],
    );
  });
});
