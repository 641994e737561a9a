import type { HeaderMatch, Match } from '../api/v1alpha1/route.js';
import { quote } from '../problem.js';
import { regexFault } from '../regex.js';
import type { RegistryPool } from '../registry.js';
import { checkCondition } from './check-condition.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';
import { didYouMean } from '../suggest.js';

/** Checks one rule; header names come out in lower case, as requests have them. */
export function resolveMatch(match: Match, pool: ResolvedPool | undefined, spot: Spot): Match {
  if (Object.keys(match).length === 0 && spot.isSound()) {
    spot.invalid('must have at least one field; an empty rule would match every request');
  }
  if (match.regex !== undefined) checkRegex(match.regex, spot.at('regex'));
  for (const [index, header] of (match.headers ?? []).entries())
    checkHeader(header, spot.at('headers', index));
  for (const [index, condition] of (match.when ?? []).entries())
    checkCondition(condition, spot.at('when', index));
  for (const [index, keyword] of (match.keywords ?? []).entries()) {
    if (keyword.trim() === '') spot.at('keywords', index).invalid('must not be empty');
  }
  if (pool?.knowsModels === true && pool.knowsAliases) {
    for (const [index, name] of (match.models ?? []).entries())
      checkAskedModel(name, pool.pool, spot.at('models', index));
  }
  if (match.headers === undefined) return match;
  return {
    ...match,
    headers: match.headers.map((header) => ({ ...header, name: header.name.toLowerCase() })),
  };
}

const MATCHERS = ['exact', 'prefix', 'regex', 'present'] as const;

function checkHeader(header: HeaderMatch, spot: Spot): void {
  const given = MATCHERS.filter((matcher) => header[matcher] !== undefined);
  if (given.length !== 1 && MATCHERS.every((matcher) => spot.isSound(matcher))) {
    const got = given.length === 0 ? 'none' : given.map(quote).join(' and ');
    spot.invalid(`must have exactly one of ${MATCHERS.map(quote).join(', ')}; got ${got}`);
  }
  if (header.regex !== undefined) checkRegex(header.regex, spot.at('regex'));
}

function checkRegex(pattern: string, spot: Spot): void {
  const fault = regexFault(pattern);
  if (fault !== undefined) spot.invalid(fault);
}

function checkAskedModel(name: string, { aliases, models }: RegistryPool, spot: Spot): void {
  if (aliases.has(name) || models.has(name)) return;
  spot.reference(
    `${quote(name)} is neither a model nor an alias${didYouMean(name, [...models.keys(), ...aliases])}`,
  );
}
