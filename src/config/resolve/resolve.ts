import { checkCascade } from './check-cascade.js';
import type { BundleFinder } from '../find-bundle.js';
import { limitExamples } from './limit-examples.js';
import { quote } from '../problem.js';
import type { ExamplesReader } from '../read-examples.js';
import type { RegistryRoute } from '../registry.js';
import { type ResolvedPolicy, resolvePolicy } from './resolve-policy.js';
import { type ResolvedPool, resolvePool } from './resolve-pool.js';
import { resolveRoute } from './resolve-route.js';
import type { Kind } from '../schemas.js';
import { warnOfSharedExamples } from './warn-of-shared-examples.js';
import type { Checked, CheckedDocuments } from '../validate.js';

/** How the files that documents name are come by. */
export interface RegistryFiles {
  readonly readExamples: ExamplesReader;
  readonly findBundle: BundleFinder;
}

/** What the documents of a registry say, and what an experiment shares of it. */
export interface ResolvedDocuments {
  readonly pool: ResolvedPool;
  readonly policy: ResolvedPolicy;
  readonly routes: readonly RegistryRoute[];
}

/**
 * Checks documents against each other and builds what the registry is made of; `undefined` without a pool. What is wrong is
 * told at the documents' spots, and the value is then of no use.
 */
export function resolveDocuments(
  documents: CheckedDocuments,
  files: RegistryFiles,
): ResolvedDocuments | undefined {
  const { pools, policies } = documents;
  tellRepeated(pools, 'exactly one ModelPool');
  const hasOutcomes = policies[0]?.document.spec.outcomes !== undefined;
  const [pool] = pools.map((checked) => {
    const resolved = resolvePool(checked);
    const spot = checked.spot.at('spec', 'cascade');
    if (resolved.cascade !== undefined) checkCascade(resolved.cascade, resolved, hasOutcomes, spot);
    return resolved;
  });
  const { policy, routes } = resolveRouting(documents, pool, files);
  return pool && { pool, policy, routes };
}

/**
 * The same of what chooses among the models of a pool.
 * @param inherited the policy where the documents hold none; default: all defaults
 */
export function resolveRouting(
  { routes, policies }: Pick<CheckedDocuments, 'routes' | 'policies'>,
  pool: ResolvedPool | undefined,
  { readExamples, findBundle }: RegistryFiles,
  inherited?: ResolvedPolicy,
): Omit<ResolvedDocuments, 'pool'> {
  tellRepeated(policies, 'at most one RouterPolicy');
  tellTakenNames(routes);
  const [checked] = policies;
  const policy =
    checked === undefined && inherited !== undefined ? inherited : resolvePolicy(checked, pool, findBundle);
  const hasOutcomes = checked?.document.spec.outcomes !== undefined || policy.policy.outcomes !== undefined;
  const { threshold } = policy;
  const resolved = limitExamples(
    routes.map((route) => [resolveRoute(route, { pool, threshold, hasOutcomes, readExamples }), route.spot]),
  );
  warnOfSharedExamples(resolved);
  const sorted = resolved
    .map(([route]) => route)
    .sort((a, b) => b.priority - a.priority || (a.name < b.name ? -1 : 1));
  return { policy, routes: sorted };
}

function tellRepeated([first, ...others]: readonly Checked<Kind>[], rule: string): void {
  for (const { spot } of others) {
    spot
      .at('kind')
      .reference(`must not repeat: a registry has ${rule}, and the first is at ${first?.spot.place() ?? ''}`);
  }
}

function tellTakenNames(routes: readonly Checked<'Route'>[]): void {
  const taken = new Map<string, string>();
  for (const { document, spot } of routes) {
    const { name } = document.metadata;
    const place = taken.get(name);
    if (place === undefined) taken.set(name, spot.at('metadata', 'name').place());
    else spot.at('metadata', 'name').reference(`${quote(name)} is taken by the route at ${place}`);
  }
}
