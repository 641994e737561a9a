import type { Condition, HeaderMatch, Match } from '../../config/api/v1alpha1/route.js';
import { isBuiltin } from '../../signals/builtin.js';
import {
  allOf,
  featureRule,
  headerRule,
  keywordRule,
  labelRule,
  likelihoodRule,
  modelRule,
  pathRule,
  patternRule,
  patternTest,
  type Rule,
  toolRule,
} from '../../signals/rule.js';

/** Compiles one `match` entry: all of its fields must hold. Cheap conditions stand before those that read the text. */
export function compileRule(match: Match, tenantHeader: string): Rule {
  const { tenants } = match;
  return allOf([
    ...(match.path === undefined ? [] : [pathRule(match.path)]),
    ...(match.models === undefined ? [] : [modelRule(match.models)]),
    ...(tenants === undefined
      ? []
      : [headerRule(tenantHeader, (value) => value !== undefined && tenants.includes(value))]),
    ...(match.headers ?? []).map((header) => headerRule(header.name, compileHeaderTest(header))),
    ...(match.tools === undefined ? [] : [toolRule(match.tools)]),
    ...(match.when ?? []).map(compileCondition),
    ...(match.keywords === undefined ? [] : [keywordRule(match.keywords)]),
    ...(match.regex === undefined ? [] : [patternRule(match.regex)]),
  ]);
}

function compileCondition({ signal, is, above, below }: Condition): Rule {
  if (!isBuiltin(signal)) return featureRule(signal, above, below);
  return is === undefined ? likelihoodRule(signal, above, below) : labelRule(signal, is);
}

function compileHeaderTest(match: HeaderMatch): (value: string | undefined) => boolean {
  const { exact, prefix, regex, present } = match;
  if (exact !== undefined) return (value) => value === exact;
  if (prefix !== undefined) return (value) => value?.startsWith(prefix) === true;
  if (regex !== undefined) {
    const test = patternTest(regex);
    return (value) => value !== undefined && test(value);
  }
  return (value) => (value !== undefined) === (present ?? true);
}
