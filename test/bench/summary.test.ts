import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aimsOf } from '../../bench/aims.js';
import type { Cell, Results, TargetName } from '../../bench/results.js';
import { summarise } from '../../bench/summary.js';
import { FIGURES } from './cascade/made-up-figures.js';

function cell(round: number, target: TargetName, p50Us: number, serverCpuMs: number, reason: string): Cell {
  const latency = { answered: 100, failed: 0, p50Us, p90Us: p50Us, p99Us: p50Us, reasons: { [reason]: 100 } };
  const saturated = { ...latency, seconds: 2, envoyCpuMs: 20, serverCpuMs };
  return { round, bytes: 2048, target, paced: latency, saturated };
}

/** In the second round the machine was three times slower; that must not change a ratio. */
const results: Results = {
  startedAt: '2026-01-01T00:00:00.000Z',
  machine: { cpu: 'x', cores: 2, memoryGiB: 4, loadBefore: 0, loadAfter: 2, node: '20', envoy: '1.40.0' },
  settings: {
    warmUpSeconds: 1,
    rounds: 2,
    perSecond: 50,
    pacedSeconds: 2,
    connections: 32,
    saturatedSeconds: 2,
    starts: 1,
    records: 500,
  },
  cells: [
    cell(0, 'envoy', 1000, 0, 'none'),
    cell(0, 'empty', 1600, 30, 'none'),
    cell(0, 'rules', 2000, 45, 'rule'),
    cell(0, 'encoder', 9000, 300, 'similar'),
    cell(1, 'rules', 3000, 135, 'encoder_busy'),
    cell(1, 'empty', 1800, 90, 'none'),
    cell(1, 'envoy', 1200, 0, 'none'),
    cell(1, 'encoder', 9000, 300, 'similar'),
  ],
  readyMs: [2500],
  memory: { rules: { residentMiB: 200, peakMiB: 210 }, encoder: { residentMiB: 240, peakMiB: 260 } },
};

describe('summarise', () => {
  const rules = summarise(results).find(({ target }) => target === 'rules');

  it('takes ratios within a round', () => {
    assert.equal(rules?.cpuRatio, 1.5);
    assert.equal(rules.throughputRatio, 1);
    assert.equal(rules.addedMs, 1.4);
  });

  it('takes medians of figures over the rounds', () => {
    assert.equal(rules?.serverCpuMs, 0.9);
    assert.equal(rules.p50Ms, 2.5);
    assert.equal(rules.perSecond, 50);
  });

  it('tells how many requests were decided as meant', () => {
    assert.equal(rules?.pacedPercent, 50);
    assert.equal(rules.saturatedPercent, 50);
  });
});

describe('aimsOf', () => {
  it('says which aims are met; a figure that is missing is not', () => {
    assert.deepEqual(
      aimsOf(results).map(({ measured, met }) => [measured, met]),
      [
        [0.9, false],
        [NaN, false],
        [240, true],
        [2500, false],
      ],
    );
  });

  it('holds the gate to 3 ms for each kind of answer', () => {
    const gate = aimsOf({ ...results, cascade: FIGURES }).filter(({ what }) => what.includes('judging'));
    assert.deepEqual(
      gate.map(({ limit, measured, met }) => [limit, measured, met]),
      [
        [3, 2.5, true],
        [3, 3.5, false],
      ],
    );
  });
});
