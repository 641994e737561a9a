import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  OBSERVED_TARGETS,
  type ObservabilityFigures,
  type ObservedCell,
  type Seen,
} from '../../../bench/observability/observability-figures.js';
import {
  observabilitySection,
  observabilityTable,
} from '../../../bench/observability/observability-table.js';

const CPU = { off: 100, sampled: 120, full: 150 };

function cellsOf(round: number): ObservedCell[] {
  return OBSERVED_TARGETS.map((target) => {
    const latency = { answered: 200, failed: 0, p50Us: 2000, p90Us: 3000, p99Us: 4000 + round, reasons: {} };
    const saturated = { ...latency, seconds: 2, dragomanCpuMs: CPU[target], envoyCpuMs: 90 };
    return { round, target, paced: latency, saturated };
  });
}

const SEEN: Seen = { scrapes: 9, spans: 100, records: 50, dropped: 1, residentMiB: 180 };

const FIGURES: ObservabilityFigures = {
  bytes: 2048,
  cells: [0, 1, 2].flatMap(cellsOf),
  seen: { off: { ...SEEN, scrapes: 0, spans: 0, records: 0, dropped: 0 }, sampled: SEEN, full: SEEN },
};

describe('observabilityTable', () => {
  it('sets CPU and latency against nothing watched', () => {
    const [off, sampled, full] = observabilityTable(FIGURES)?.rows ?? [];
    assert.deepEqual(off?.slice(0, 3), ['off', '0.50', '1.00']);
    assert.deepEqual(sampled?.slice(0, 3), ['sampled', '0.60', '1.20']);
    assert.deepEqual(full, [
      ...['full', '0.75', '1.50', '2.00', '1.00', '4.00', '1.00', '100'],
      ...['9', '100', '50', '1', '180', '0'],
    ]);
  });

  it('is not there for results of earlier runs', () => {
    assert.equal(observabilityTable(undefined), undefined);
    assert.equal(observabilitySection(undefined), '');
  });

  it('is in its section', () => {
    assert.match(observabilitySection(FIGURES), /\| full \| 0\.75 \| 1\.50 \|/);
  });
});
