import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { experimentReport } from '../../../src/lab/report/experiment-report.js';
import { couldBeInExperiment, couldTakePart } from '../../../src/lab/report/took-part.js';
import { REPORT_GROUPINGS } from '../../../src/lab/report/savings-report.js';
import type { StoredRecord } from '../../../src/record/stored-record.js';
import { buildStoredRecord } from '../../support/build-stored-record.js';
import { memoryStore } from '../../support/memory-store.js';

describe('couldTakePart', () => {
  it('leaves out the orders of the client and of the registry', () => {
    const reasons = ['pinned', 'rule', 'safety', 'similar', 'sticky', 'control', null];
    assert.deepEqual(reasons.filter(couldTakePart), ['similar', 'sticky', 'control', null]);
  });
});

describe('couldBeInExperiment', () => {
  it('leaves out pins alone: the other registry may have no such rule', () => {
    const reasons = ['pinned', 'rule', 'safety', 'similar', null];
    assert.deepEqual(reasons.filter(couldBeInExperiment), ['rule', 'safety', 'similar', null]);
  });

  it('keeps the twins of what a rule of one registry orders on both sides', async () => {
    const make = (count: number, kind: string, fields: Partial<StoredRecord>): StoredRecord[] =>
      Array.from({ length: count }, (_, at) => buildStoredRecord(`${kind}${at}`, fields));
    // Half of the traffic costs 1 and is the base's by rule; the other half costs 9. Both registries pay the same.
    const records = [
      ...make(200, 'base-rule', { reason: 'rule', costUsd: 1 }),
      ...make(200, 'base', { reason: 'similar', costUsd: 9, propensity: 0.7 }),
      ...make(200, 'twin', { arm: 'challenger', reason: 'similar', costUsd: 1 }),
      ...make(200, 'other', { arm: 'challenger', reason: 'similar', costUsd: 9 }),
      ...make(50, 'pin', { reason: 'pinned', costUsd: 100 }),
      ...make(100, 'control', { arm: 'control', reason: 'control', costUsd: 20, propensity: 0.3 }),
    ];
    const summaries = await memoryStore(records).summarize({}, REPORT_GROUPINGS);
    const { arms, comparisons } = experimentReport(summaries, { alpha: 0.05, tolerance: 0.02 });
    assert.deepEqual(
      arms.map(({ of, arm, records: count, cost }) => [of, arm, count, cost?.value]),
      [
        ['trial', 'routed', 200, 9],
        ['trial', 'control', 100, 20],
        ['experiment', 'routed', 400, 5],
        ['experiment', 'challenger', 400, 5],
      ],
    );
    const costs = comparisons.map(({ arm, metrics }) => [arm, metrics[0]?.difference?.value]);
    assert.deepEqual(costs, [
      ['routed', -11],
      ['challenger', 0],
    ]);
  });
});
