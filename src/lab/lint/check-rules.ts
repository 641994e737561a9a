import { isDeepStrictEqual } from 'node:util';
import type { Match } from '../../config/api/v1alpha1/route.js';
import type { RegistryRoute } from '../../config/registry.js';
import type { LintFinding } from './finding.js';

const FEW = 5;

/** Fields of a rule that hold when any of their entries does. */
const ANY_OF = ['headers', 'models', 'tools', 'keywords', 'tenants'] as const;

type PlaceOf = (route: string, ...path: readonly (string | number)[]) => string;

/** Routes that too little leads to: few examples, or none. */
export function checkSupport(routes: readonly RegistryRoute[], placeOf: PlaceOf): LintFinding[] {
  return routes.flatMap(({ name, examples, match }): LintFinding[] => {
    const common = { place: placeOf(name), route: name, other: null, weight: 0 };
    if (examples.length === 0) {
      const rules = match.length === 1 ? 'its rule finds it' : `its ${match.length} rules find it`;
      const message = `has no examples: only ${rules}`;
      const suggestion = 'give it examples if requests that fit no rule belong here, too';
      return [{ ...common, check: 'rule_only', level: 'note', message, suggestion }];
    }
    if (examples.length >= FEW || match.length > 0) return [];
    const message = `has only ${examples.length} example${examples.length === 1 ? '' : 's'}`;
    const suggestion = `${FEW} or more make a good route, and 20 a better one`;
    return [
      {
        ...common,
        check: 'few_examples',
        level: 'warning',
        message,
        suggestion,
        weight: FEW - examples.length,
      },
    ];
  });
}

/**
 * Rules that never decide, because a rule of a route that comes first holds whenever they do.
 * @param routes in the order in which rules are tried
 */
export function checkRules(routes: readonly RegistryRoute[], placeOf: PlaceOf): LintFinding[] {
  return routes.flatMap((route, at) =>
    route.match.flatMap((rule, index): LintFinding[] => {
      const above = routes.slice(0, at).find(({ match }) => match.some((other) => implies(rule, other)));
      if (above === undefined) return [];
      const { name } = route;
      // A safety class counts even behind another route.
      const guards = route.safetyClass !== undefined;
      const dead = !guards && route.examples.length === 0 && route.match.length === 1;
      return [
        {
          check: 'unreachable',
          level: guards ? 'note' : 'warning',
          place: placeOf(name, 'spec', 'match', index),
          route: name,
          other: above.name,
          message: `${dead ? 'can never be reached: its rule' : `its rule ${index + 1}`} holds only where one of ${above.name} does, which comes first (priority ${above.priority} and ${route.priority}${above.priority === route.priority ? ', then by name' : ''})`,
          suggestion: `give ${name} a higher priority, or make its rule more special than that of ${above.name} and put it first`,
          weight: dead ? 2 : 1,
        },
      ];
    }),
  );
}

/** Whether the other rule holds wherever the first one does. Some such pairs are not seen; what is said is so. */
export function implies(rule: Match, other: Match): boolean {
  if (Object.keys(other).length === 0) return true;
  const isAny = (key: string): key is (typeof ANY_OF)[number] => (ANY_OF as readonly string[]).includes(key);
  return Object.entries(other).every(([key, wanted]) => {
    const given: unknown = rule[key as keyof Match];
    if (given === undefined) return false;
    if (key === 'path') return typeof given === 'string' && given.startsWith(String(wanted));
    if (key === 'when') return contains(given, wanted);
    if (isAny(key)) return contains(wanted, given);
    return isDeepStrictEqual(given, wanted);
  });
}

/** Whether a list holds every entry of another one. */
function contains(list: unknown, entries: unknown): boolean {
  if (!Array.isArray(list) || !Array.isArray(entries)) return false;
  const known: readonly unknown[] = list;
  return entries.every((entry) => known.some((each) => isDeepStrictEqual(each, entry)));
}
