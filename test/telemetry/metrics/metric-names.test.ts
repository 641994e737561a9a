import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { REASONS } from '../../../src/decision/reason.js';
import { LLM_FAILURES } from '../../../src/router/llm/llm-router.js';
import { SHED_AT } from '../../../src/router/load/shedding.js';
import { fallbackCause } from '../../../src/decision/fallback-cause.js';
import { LABELS, type MetricLabel } from '../../../src/telemetry/metrics/metric-labels.js';
import { METRICS } from '../../../src/telemetry/metrics/metric-names.js';
import type { MetricSpec } from '../../../src/telemetry/metrics/metric-spec.js';

const ROWS: readonly MetricSpec[] = Object.values(METRICS);

describe('the table of metrics', () => {
  for (const { name, type, unit, labels, buckets, help, how } of ROWS) {
    it(`${name} follows the conventions of Prometheus`, () => {
      assert.match(name, /^(dragoman|gen_ai|process|nodejs)_[a-z]+(_[a-z]+)*$/);
      assert.equal(name.endsWith('_total'), type === 'counter');
      const bare = name.replace(/_total$/, '');
      if (['seconds', 'bytes', 'usd', 'ratio'].includes(unit) && type !== 'histogram') {
        assert.ok(bare.endsWith(`_${unit}`), unit);
      }
      assert.equal(buckets !== undefined, type === 'histogram');
      assert.deepEqual(
        buckets,
        buckets?.toSorted((a, b) => a - b),
      );
      for (const label of labels) assert.ok(label in LABELS, label);
      for (const text of [help, how]) assert.match(text, /^[^\n]+\.$/);
    });
  }

  it('names no metric twice', () => {
    assert.equal(new Set(ROWS.map(({ name }) => name)).size, ROWS.length);
  });

  it('uses every label that it explains', () => {
    const used = new Set<string>(ROWS.flatMap(({ labels }) => labels));
    assert.deepEqual(
      Object.keys(LABELS).filter((label) => !used.has(label)),
      [],
    );
  });

  it('has a value for everything that can be counted', () => {
    const labels: Readonly<Record<string, MetricLabel>> = LABELS;
    const valuesOf = (label: string): readonly string[] => {
      const known = labels[label];
      return known !== undefined && 'values' in known ? known.values : [];
    };
    for (const failure of Object.keys(LLM_FAILURES)) assert.ok(valuesOf('answer').includes(failure));
    assert.deepEqual(Object.keys(SHED_AT), valuesOf('shed'));
    const causes = (Object.keys(REASONS) as (keyof typeof REASONS)[]).map(fallbackCause);
    assert.deepEqual(
      [...new Set(causes.filter((cause) => cause !== undefined)), 'upstream'].sort(),
      valuesOf('cause').toSorted(),
    );
  });
});
