/** Everything that people are told to ask Prometheus is something that Prometheus understands. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { packageRoot } from '../../../src/package-root.js';
import { readDashboardQueries } from '../../support/dashboard-file.js';
import { problemsOfQuery } from '../../support/metrics-in-query.js';
import { findPromtool, runPromtool } from '../../support/promtool.js';
import { readRuleGroups } from '../../support/rule-file.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const rules = readRuleGroups().flatMap((group) => group.rules);
const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
let promtool = '';

before(() => {
  promtool = findPromtool();
});

/** The `promql` blocks of a page, each a query. */
function queriesOfPage(name: string): readonly string[] {
  const text = readFileSync(join(packageRoot, 'docs', name), 'utf8');
  return [...text.matchAll(/^```promql\n([^]*?)^```$/gm)].map(([, query = '']) => query.trim());
}

const SOURCES: Readonly<Record<string, readonly string[]>> = {
  'the dashboard': readDashboardQueries(),
  'docs/runbook.md': queriesOfPage('runbook.md'),
  'docs/metrics.md': queriesOfPage('metrics.md'),
};

for (const [source, queries] of Object.entries(SOURCES)) {
  describe(`the queries of ${source}`, () => {
    const folder = temporaryFolder();

    it('are some', () => {
      assert.ok(queries.length > 0);
    });

    it('parse, each as a rule of its own', () => {
      const parsed = queries.map((query, at) => ({ record: `query:${at}`, expr: withoutVariables(query) }));
      const file = join(folder, 'queries.yaml');
      writeFileSync(file, stringify({ groups: [{ name: 'queries', rules: parsed }] }));
      const { status, output } = runPromtool(promtool, 'check', 'rules', file);
      assert.equal(status, 0, output);
    });

    it('name only metrics that Dragoman has, with labels that they have', () => {
      assert.deepEqual(
        queries.flatMap((query) => problemsOfQuery(query, recorded)),
        [],
      );
    });
  });
}

describe('the check of queries', () => {
  it('finds unknown metrics, labels, values and bounds', () => {
    assert.deepEqual(problemsOfQuery('sum by (route) (rate(dragoman_decision_total[5m])) > 0.1'), [
      'dragoman_decision_total is no metric',
    ]);
    assert.deepEqual(problemsOfQuery('dragoman_fallbacks_total{cause=~"encoder|weather", colour="red"}'), [
      'dragoman_fallbacks_total has no cause="weather"',
      'dragoman_fallbacks_total has no label colour',
    ]);
    assert.deepEqual(problemsOfQuery('dragoman_decision_margin{route="code"}'), [
      'dragoman_decision_margin is no metric',
    ]);
    assert.deepEqual(problemsOfQuery('rate(dragoman_decision_margin_bucket{le="0.15"}[1h] offset 7d)'), [
      'dragoman_decision_margin_bucket has no le="0.15"',
    ]);
  });
});

/** Grafana's variables outside of strings, as what they become. */
function withoutVariables(query: string): string {
  return query.replace(/\$__(rate_interval|range|interval)/g, '5m');
}
