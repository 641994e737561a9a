import type { RouteSpec } from '../config/api/v1alpha1/route.js';
import type { Path } from '../config/problem.js';
import type { RouteDraft } from './draft.js';

/** Above every other route: who asks for a model by name gets it. */
export const BY_NAME = 1000;

interface NamedRoute {
  readonly name: string;
  /** Aliases of the pool that clients may ask for. */
  readonly aliases: readonly string[];
  readonly target: string;
  readonly fallback?: string | undefined;
  readonly from: readonly Path[];
}

/** The route of the requests that ask for a model by a name that is none of the pool. */
export function namedRoute({ name, aliases, target, fallback, from }: NamedRoute): RouteDraft {
  const spec: RouteSpec = {
    match: [{ models: [...aliases] }],
    target,
    priority: BY_NAME,
    ...(fallback !== undefined && { policy: { fallback } }),
  };
  const asked = aliases.map((alias) => `"${alias}"`).join(' or ');
  return { name, spec, from, comment: `Who asks for ${asked} gets it.` };
}
