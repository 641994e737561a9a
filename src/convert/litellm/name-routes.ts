import type { Path } from '../../config/problem.js';
import type { Cursor } from '../cursor.js';
import type { RouteDraft } from '../draft.js';
import type { NameGiver } from '../name-giver.js';
import { namedRoute } from '../named-route.js';
import type { Fallbacks, NamedFallback } from './fallbacks.js';
import type { Named } from './name-models.js';

/** `model_group_alias`: other names of a public name. */
export interface OtherName {
  readonly name: string;
  readonly of: string;
  readonly at: Cursor;
}

export interface NameRoutes {
  readonly routes: readonly RouteDraft[];
  readonly aliases: readonly string[];
  readonly aliasesFrom: readonly Path[];
}

interface Names {
  readonly named: ReadonlyMap<string, Named>;
  readonly others: readonly OtherName[];
  readonly fallbacks: Fallbacks;
  readonly routeNames: NameGiver;
}

/** Gives every public name that is no model of the pool an alias and a Route, and tells what the Route cannot do. */
export function routeNames({ named, others, fallbacks, routeNames: names }: Names): NameRoutes {
  const routes: RouteDraft[] = [];
  const aliases: string[] = [];
  for (const entry of named.values()) {
    const { publicName, models } = entry;
    const mine = others.filter(({ of }) => of === publicName);
    const isModel = models[0] === publicName;
    const asked = [...(isModel ? [] : [publicName]), ...mine.map(({ name }) => name)];
    const fallback = fallbackOf(entry, fallbacks, named);
    if (asked.length === 0) continue;
    aliases.push(...asked);
    routes.push(
      namedRoute({
        name: names.give(asked[0] ?? publicName),
        aliases: asked,
        target: models[0],
        fallback,
        from: [...fallbackPlaces(publicName, fallbacks), ...mine.map(({ at }) => at.path)],
      }),
    );
  }
  tellUnusable({ named, fallbacks });
  return { routes, aliases, aliasesFrom: others.map(({ at }) => at.path) };
}

function fallbackPlaces(publicName: string, fallbacks: Fallbacks): Path[] {
  return (fallbacks.of.get(publicName) ?? []).map(({ at }) => at.path);
}

/** The first fallback that became a model, else the second deployment. */
function fallbackOf(
  { publicName, models }: Named,
  fallbacks: Fallbacks,
  named: ReadonlyMap<string, Named>,
): string | undefined {
  const own = fallbacks.of.get(publicName);
  const listed = own ?? fallbacks.otherwise.filter(({ name }) => name !== publicName);
  const first = listed.find(({ name }) => named.has(name) && name !== publicName);
  for (const other of own ?? []) if (other !== first) tellUnused(other, named);
  return (first && named.get(first.name)?.models[0]) ?? models[1];
}

/** Fallbacks that no Route could have: of names that are no models, or that come after the first for all. */
function tellUnusable({ named, fallbacks }: Pick<Names, 'named' | 'fallbacks'>): void {
  for (const [name, list] of fallbacks.of) {
    if (named.has(name)) continue;
    for (const { at } of list) at.tell('lost', `"${name}" is no model of the pool`);
  }
  const [, ...rest] = fallbacks.otherwise.filter(({ name }) => named.has(name));
  for (const other of fallbacks.otherwise) {
    if (!named.has(other.name) || rest.includes(other)) tellUnused(other, named);
  }
}

function tellUnused({ name, at }: NamedFallback, named: ReadonlyMap<string, Named>): void {
  if (!named.has(name)) at.tell('lost', 'it is no model of the pool');
  else
    at.tell('lost', 'a Route has one fallback', 'a cascade has up to eight tiers (docs/concepts/cascade.md)');
}
