import type { Results as QualityResults } from '../../../bench/quality/results.js';
import type { OfSource, Source } from '../../../bench/source.js';
import type { FuzzResults } from '../fuzz/results.js';
import { TARGETS } from '../fuzz/targets.js';
import type { RunRecord } from './run-record.js';

export const NOW: Source = { fingerprint: '0123456789abcdef', commit: 'abc1234', changed: false };
export const OTHER: Source = { fingerprint: 'fedcba9876543210', commit: 'def5678', changed: false };

const machine = { cpu: 'a processor', cores: 2, node: '20.19.0' };

export function madeUpRun(over: Partial<RunRecord>): RunRecord {
  return {
    ...{ name: 'test', startedAt: '2026-01-02T03:04:05.000Z', seconds: 600, machine, source: NOW, ok: true },
    ...{ passed: 4000, failed: 0, ...over },
  };
}

/** One figure above its goal, one between floor and goal, one below its floor. */
export function madeUpQuality(over: Partial<QualityResults> = {}): QualityResults {
  const figure = { rows: 10, better: 'higher', aim: { floor: 80, goal: 90 } } as const;
  return {
    ...{
      startedAt: '2026-01-02T03:04:05.000Z',
      machine,
      encoder: 'ab'.repeat(32),
      seconds: 600,
      source: NOW,
    },
    suites: [
      {
        ...{ suite: 'Letters', about: 'What it is.', seconds: 60, tables: [] },
        figures: [
          { ...figure, name: 'good, %', value: 95, interval: { low: 94, high: 96 } },
          { ...figure, name: 'fair, %', value: 85 },
          { ...figure, name: 'poor, %', value: 45 },
        ],
      },
    ],
    ...over,
  };
}

export function madeUpFuzz(over: Partial<FuzzResults> = {}): FuzzResults {
  return {
    ...{ date: '2026-01-02T03:04:05.000Z', machine, seed: 1, threads: 2, seconds: 60, source: NOW },
    ...{ inputs: 2_000_000, guided: [], failures: [] },
    targets: TARGETS.map(({ name }) => ({ target: name, inputs: 1, cpuMs: 1, failures: 0 })),
    ...over,
  };
}

/** The same figures, of another source or of one that they do not name. */
export function madeFrom<T extends OfSource>(source: Source | undefined, results: T): T {
  const rest = Object.entries(results).filter(([name]) => name !== 'source');
  return { ...(Object.fromEntries(rest) as T), ...(source !== undefined && { source }) };
}
