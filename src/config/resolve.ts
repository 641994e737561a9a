import { checkCascade } from './check-cascade.js';
import type { BundleFinder } from './find-bundle.js';
import { limitExamples } from './limit-examples.js';
import { quote } from './problem.js';
import type { ExamplesReader } from './read-examples.js';
import type { Registry } from './registry.js';
import { resolvePolicy } from './resolve-policy.js';
import { resolvePool } from './resolve-pool.js';
import { resolveRoute } from './resolve-route.js';
import type { Kind } from './schemas.js';
import { warnOfSharedExamples } from './shared-examples.js';
import type { Checked, CheckedDocuments } from './validate.js';

/** How the files that documents name are come by. */
export interface RegistryFiles {
  readonly readExamples: ExamplesReader;
  readonly findBundle: BundleFinder;
}

/**
 * Checks documents against each other and builds the registry's value; `undefined` without a pool. What is wrong is
 * told at the documents' spots, and the value is then of no use.
 */
export function resolveDocuments(
  documents: CheckedDocuments,
  { readExamples, findBundle }: RegistryFiles,
): Omit<Registry, 'version' | 'directory' | 'files'> | undefined {
  const { pools, routes, policies } = documents;
  tellRepeated(pools, 'exactly one ModelPool');
  tellRepeated(policies, 'at most one RouterPolicy');
  tellTakenNames(routes);
  const hasOutcomes = policies[0]?.document.spec.outcomes !== undefined;
  const [pool] = pools.map((checked) => {
    const resolved = resolvePool(checked);
    const spot = checked.spot.at('spec', 'cascade');
    if (resolved.cascade !== undefined) checkCascade(resolved.cascade, resolved, hasOutcomes, spot);
    return resolved;
  });
  const { policy, threshold } = resolvePolicy(policies[0], pool, findBundle);
  const resolved = limitExamples(
    routes.map((route) => [resolveRoute(route, { pool, threshold, hasOutcomes, readExamples }), route.spot]),
  );
  warnOfSharedExamples(resolved);
  if (pool === undefined) return undefined;
  const sorted = resolved
    .map(([route]) => route)
    .sort((a, b) => b.priority - a.priority || (a.name < b.name ? -1 : 1));
  return { pool: pool.pool, policy, routes: sorted };
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
