import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evidenceOf, movementsOf, sentenceOf } from '../../../../src/console/page/views/drift/drift-words.js';
import { ratioWords, verdictOf } from '../../../../src/console/page/views/experiments/experiment-words.js';
import type { DriftFinding } from '../../../../src/lab/drift/drift-finding.js';

const FINDING: DriftFinding = {
  route: 'code',
  metric: 'escalation',
  rule: 'sequential',
  severity: 'high',
  before: { records: 400, mean: 0.1 },
  now: { records: 120, mean: 0.3 },
  p: 1e-9,
  foundAt: '2026-11-16T03:22:46.373Z',
  advice: 'check that model',
};

describe('drift in words', () => {
  it('tells once what both rules found', () => {
    const weekly: DriftFinding = { ...FINDING, rule: 'two_points', p: null, foundAt: null };
    const [movement, ...more] = movementsOf([weekly, FINDING]);
    assert.equal(more.length, 0);
    assert.equal(movement?.finding, FINDING);
    assert.deepEqual(movement.rules, ['two_points', 'sequential']);
    assert.match(evidenceOf(movement), /noticed 16 Nov, 03:22 UTC; p below 0\.001.*two points more/);
  });

  it('says where it went', () => {
    assert.equal(sentenceOf(FINDING), 'Left a tier rose from 10.0 % to 30.0 %');
    const fell: DriftFinding = {
      ...FINDING,
      metric: 'margin',
      before: { records: 9, mean: 0.6 },
      now: { records: 9, mean: 0.4 },
    };
    assert.equal(sentenceOf(fell), 'Margin fell from 0.600 to 0.400');
  });
});

describe('experiments in words', () => {
  it('has words for every verdict', () => {
    for (const verdict of ['stop: better', 'stop: worse', 'go on', 'too few'] as const) {
      const { title, words } = verdictOf({ arm: 'routed', baseline: 'control', verdict });
      assert.notEqual(title, '');
      assert.match(words, /“routed”.*“control”/);
    }
  });

  it('warns of arms whose sizes were not meant', () => {
    const ratio = {
      of: 'trial',
      arms: [],
      fit: { statistic: 40, degrees: 2, p: 1e-7 },
      isAlarming: true,
    } as const;
    assert.match(ratioWords(ratio), /no comparison holds/);
    assert.match(ratioWords({ ...ratio, fit: { ...ratio.fit, p: 0.2 }, isAlarming: false }), /p 0\.200/);
  });
});
