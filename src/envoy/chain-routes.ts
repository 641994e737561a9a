import type { Registry } from '../config/registry.js';
import { clusterOf, HEADERS, METADATA } from '../mutation/wire-names.js';
import { any, duration } from './extension.js';
import { onlyGate } from './gate-filters.js';
import { ROUTES } from './route-names.js';
import { idleTimeoutMs, longestAnswerMs } from './timeouts.js';
import type { Branch } from './yaml.js';

/** Control headers that must not reach an upstream, and encodings in which Envoy could not read the usage. */
export const REMOVED = [HEADERS.cluster, HEADERS.mode, 'accept-encoding'] as const;

/**
 * Envoy finds a first route before any filter runs, the one that drops a client's copies of our headers among them. Only
 * Dragoman can write this, so without it no header of a client chooses a cluster.
 */
export const DECIDED: Branch = {
  filter: METADATA.decision,
  path: [{ key: 'decision' }],
  value: { present_match: true },
};

/** More tiers than this no cascade has, see the registry's `tiers`. */
const MOST_TIERS = 8;

/** The routes that try the clusters which Dragoman named in dynamic metadata, one an attempt; they differ in their gates. */
export function chainRoutes(registry: Registry): readonly Branch[] {
  return [
    chainRoute(registry, ROUTES.chain, onlyGate()),
    chainRoute(registry, ROUTES.cascade, onlyGate('gate')),
    chainRoute(registry, ROUTES.cascadePrefix, onlyGate('prefix')),
  ];
}

/** @param mode the route's name, by which Dragoman asks for it */
function chainRoute(registry: Registry, mode: string, gates: Branch): Branch {
  return {
    name: mode,
    match: {
      prefix: '/v1/',
      headers: [{ name: HEADERS.mode, string_match: { exact: mode } }],
      dynamic_metadata: [DECIDED],
    },
    request_headers_to_remove: REMOVED,
    response_headers_to_remove: [HEADERS.escalate],
    typed_per_filter_config: gates,
    route: {
      inline_cluster_specifier_plugin: {
        extension: {
          name: 'envoy.router.cluster_specifier_plugin.priority_group',
          typed_config: specifier(registry),
        },
      },
      auto_host_rewrite: true,
      '#timeout': 'The longest of all models and routes; Dragoman sets the right one on each request.',
      timeout: duration(longestAnswerMs(registry)),
      '#idle_timeout': 'A model may be silent until its whole answer is ready.',
      idle_timeout: duration(idleTimeoutMs(registry)),
      retry_policy: {
        retry_on: 'connect-failure,refused-stream,reset,retriable-status-codes,retriable-headers',
        retriable_status_codes: [429, 500, 502, 503, 504],
        '#retriable_headers': 'The gate of a tier found the answer wanting.',
        retriable_headers: [{ name: HEADERS.escalate, string_match: { exact: '1' } }],
        '#num_retries':
          'For the longest chain; Dragoman sets x-envoy-max-retries. More attempts would repeat the last model.',
        num_retries: MOST_TIERS - 1,
        refresh_cluster_on_retry: true,
        retry_back_off: { base_interval: '0.005s', max_interval: '0.05s' },
      },
    },
  };
}

/** Used only where Dragoman named no clusters. */
function specifier({ pool }: Registry): Branch {
  return any('envoy.extensions.router.cluster_specifiers.priority_group.v3.PriorityGroupClusterSpecifier', {
    override_metadata_namespace: METADATA.chain,
    priority_groups: [{ name: 'default', clusters: [{ cluster_name: clusterOf(pool.default), weight: 1 }] }],
  });
}
