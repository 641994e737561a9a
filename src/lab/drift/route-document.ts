import type { Registry } from '../../config/registry.js';
import type { TrafficCluster } from './mine-clusters.js';

/**
 * A Route for a cluster, ready to be put into the registry's folder. The model that answers these requests today, the
 * pool's default one, goes on to answer them until somebody writes another target.
 */
export function routeDocument({ name, examples, words }: TrafficCluster, registry: Registry): string {
  const about = words.length === 0 ? 'requests that no route covered' : `requests about ${words.join(', ')}`;
  return [
    'apiVersion: dragoman.dev/v1alpha1',
    'kind: Route',
    'metadata:',
    `  name: ${JSON.stringify(name)}`,
    'spec:',
    `  description: ${quoted(about)}`,
    '  examples:',
    ...examples.map((example) => `    - ${quoted(example)}`),
    ...(hasPoolCascade(registry) ? [] : [`  target: ${JSON.stringify(registry.pool.default)}`]),
    '',
  ].join('\n');
}

/** JSON text is a YAML scalar, but for what YAML does not take raw. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether the pool's cascade answers every route, in which case a route must not name a target. */
function hasPoolCascade({ routes }: Registry): boolean {
  const cascades = routes.map(({ cascade }) =>
    cascade === undefined
      ? undefined
      : JSON.stringify({ ...cascade, tiers: cascade.tiers.map((tier) => tier.model) }),
  );
  return cascades[0] !== undefined && cascades.every((cascade) => cascade === cascades[0]);
}
