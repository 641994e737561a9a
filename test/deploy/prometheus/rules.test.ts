import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { packageRoot } from '../../../src/package-root.js';
import { problemsOfQuery } from '../../support/metrics-in-query.js';
import { findPromtool, runPromtool } from '../../support/promtool.js';
import { readAlerts, readRuleGroups, RULE_FILE } from '../../support/rule-file.js';

const TESTS = join(packageRoot, 'deploy', 'prometheus', 'tests');
const testFiles = readdirSync(TESTS).map((name) => join(TESTS, name));
const alerts = readAlerts();

interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly object[];
    }[];
  }[];
}

let promtool = '';

before(() => {
  promtool = findPromtool();
});

describe('promtool', () => {
  it('accepts the rules', () => {
    const { status, output } = runPromtool(promtool, 'check', 'rules', RULE_FILE);
    assert.equal(status, 0, output);
    assert.match(output, /SUCCESS: \d+ rules found/);
  });

  for (const file of testFiles) {
    it(`sees what raises alerts and what does not, ${file.slice(TESTS.length + 1)}`, () => {
      const { status, output } = runPromtool(promtool, 'test', 'rules', file);
      assert.equal(status, 0, output);
    });
  }
});

describe('the alerts', () => {
  const cases = testFiles.flatMap((file) =>
    (parse(readFileSync(file, 'utf8')) as RuleTests).tests.flatMap(({ alert_rule_test }) => alert_rule_test),
  );

  for (const [name, { labels, annotations = {} }] of alerts) {
    it(`tells all about ${name}, and is tested raised and not raised`, () => {
      assert.match(name, /^Dragoman[A-Z][A-Za-z]+$/);
      assert.ok(['critical', 'warning', 'info'].includes(labels?.['severity'] ?? ''), 'severity');
      for (const key of ['summary', 'description']) assert.ok((annotations[key] ?? '').length > 10, key);
      assert.equal(annotations['runbook_url'], `docs/runbook.md#${name.toLowerCase()}`);
      const own = cases.filter(({ alertname }) => alertname === name);
      assert.ok(
        own.some(({ exp_alerts }) => exp_alerts.length > 0),
        'a test in which it is raised',
      );
      assert.ok(
        own.some(({ exp_alerts }) => exp_alerts.length === 0),
        'a test in which it is not',
      );
    });
  }

  it('are all that the tests name', () => {
    const unknown = cases.map(({ alertname }) => alertname).filter((name) => !alerts.has(name));
    assert.deepEqual(unknown, []);
  });

  it('read only metrics that Dragoman has, with labels that they have', () => {
    const rules = readRuleGroups().flatMap((group) => group.rules);
    const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
    assert.deepEqual(
      rules.flatMap(({ expr }) => problemsOfQuery(expr, recorded)),
      [],
    );
  });
});

describe('the runbook', () => {
  const text = readFileSync(join(packageRoot, 'docs', 'runbook.md'), 'utf8');

  it('has a heading for each alert, and for no other', () => {
    const headings = [...text.matchAll(/^#{2,4} (Dragoman[A-Z]\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual([...headings].sort(), [...alerts.keys()].sort());
  });
});
