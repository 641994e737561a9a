import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { METRICS } from '../../../src/telemetry/metrics/metric-names.js';
import type { MetricSpec } from '../../../src/telemetry/metrics/metric-spec.js';
import { type DashboardPanel, readDashboard, readDashboardQueries } from '../../support/dashboard-file.js';

const COLUMNS = 24;
const { panels, templating } = readDashboard();
const drawn = panels.filter(({ type }) => type !== 'row');

function overlap(one: DashboardPanel['gridPos'], other: DashboardPanel['gridPos']): boolean {
  const isBeside = one.x + one.w <= other.x || other.x + other.w <= one.x;
  const isAbove = one.y + one.h <= other.y || other.y + other.h <= one.y;
  return !isBeside && !isAbove;
}

describe('the dashboard', () => {
  it('gives every panel an id of its own', () => {
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  });

  it('has no panel over another, beyond the grid or with a gap above it', () => {
    for (const [at, { title, gridPos }] of panels.entries()) {
      assert.ok(gridPos.x >= 0 && gridPos.x + gridPos.w <= COLUMNS, title);
      const over = panels.slice(at + 1).filter((other) => overlap(gridPos, other.gridPos));
      assert.deepEqual(
        over.map((other) => `${title} over ${other.title}`),
        [],
      );
      const isHeld =
        gridPos.y === 0 || panels.some((other) => other.gridPos.y + other.gridPos.h === gridPos.y);
      assert.ok(isHeld, `${title} hangs in the air`);
    }
  });

  it('says of every panel what it shows, in which unit, and asks something', () => {
    for (const { type, title, description = '', targets = [], fieldConfig, options } of drawn) {
      assert.match(description, /^[A-Za-z].+\.$/s, `${title}: description`);
      assert.ok(targets.length > 0, title);
      const unit = type === 'heatmap' ? options?.yAxis?.unit : fieldConfig?.defaults.unit;
      assert.ok(unit !== undefined, `${title}: unit`);
    }
  });

  it('names the series of every panel that may have several', () => {
    for (const { type, title, targets = [] } of drawn) {
      if (type !== 'timeseries') continue;
      for (const { expr, legendFormat } of targets) {
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
          assert.match(expr, new RegExp(`\\bby \\([^)]*\\b${label}\\b`), `${title}: ${label}`);
        }
        assert.notEqual(legendFormat, '__auto', title);
      }
    }
  });

  it('has a place for every metric', () => {
    const asked = readDashboardQueries().join('\n');
    const rows: readonly MetricSpec[] = Object.values(METRICS);
    const missing = rows.filter(({ name }) => !new RegExp(`\\b${name}(_bucket|_count|_sum)?\\{`).test(asked));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });

  it('draws the exemplars of histograms that have them', () => {
    const targets = drawn.flatMap(({ targets = [] }) => targets);
    const rows: readonly MetricSpec[] = Object.values(METRICS);
    for (const { name } of rows.filter(({ hasExemplars }) => hasExemplars === true)) {
      const isDrawn = targets.some(({ expr, exemplar }) => exemplar && expr.includes(name));
      assert.ok(isDrawn, name);
    }
  });

  it('uses every variable, and no other', () => {
    const text = JSON.stringify(readDashboard());
    const used = new Set([...text.matchAll(/\$\{?([a-z]+)\b/g)].map(([, name = '']) => name));
    assert.deepEqual([...used].sort(), templating.list.map(({ name }) => name).sort());
  });
});
