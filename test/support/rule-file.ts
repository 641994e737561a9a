import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package-root.js';

/** A rule of Prometheus: an alert, or a series that is recorded. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export const RULE_FILE = join(packageRoot, 'deploy', 'prometheus', 'rules.yaml');

/** The groups of `deploy/prometheus/rules.yaml`. */
export function readRuleGroups(): readonly RuleGroup[] {
  return (parse(readFileSync(RULE_FILE, 'utf8')) as { readonly groups: readonly RuleGroup[] }).groups;
}

/** Its rules that are alerts, by name. */
export function readAlerts(): ReadonlyMap<string, Rule> {
  const rules = readRuleGroups().flatMap((group) => group.rules);
  return new Map(rules.flatMap((rule) => (rule.alert === undefined ? [] : [[rule.alert, rule]])));
}
