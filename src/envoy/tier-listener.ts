import type { Registry } from '../config/registry.js';
import { HEADERS } from '../mutation/wire-names.js';
import { bufferLimit } from './buffer-limit.js';
import { clientFilter, keepCredentials } from './client-filter.js';
import { extension } from './extension.js';
import { FILTERS, ROUTES, TIER_TIMEOUTS } from './route-names.js';
import type { Branch } from './yaml.js';

/** Its name in Envoy, and the prefix of its statistics. */
export const TIER_LISTENER = 'tiers';

/**
 * Where the clusters of tiers ask those of models. It has no socket: only this Envoy reaches it, with requests that have
 * come through the clients' listener. So nothing is checked, decided, logged or traced a second time.
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/other_features/internal_listener
 */
export function tierListener(registry: Registry): Branch {
  return {
    name: TIER_LISTENER,
    '#internal_listener': 'No socket: the clusters of tiers reach it inside Envoy.',
    internal_listener: {},
    per_connection_buffer_limit_bytes: bufferLimit(registry),
    filter_chains: [{ filters: [connectionManager(registry)] }],
  };
}

function connectionManager(registry: Registry): Branch {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: TIER_LISTENER,
      '#codec_type':
        'Of HTTP/2, Envoy closes a connection on which most streams are reset early, as thrown away answers are.',
      codec_type: 'HTTP1',
      '#stream_idle_timeout': "The route of the clients' listener bounds the silence.",
      stream_idle_timeout: '0s',
      '#delayed_close_timeout':
        'Nothing can be lost on the way; a second later the next tier is asked a second later.',
      delayed_close_timeout: '0s',
      generate_request_id: false,
      server_header_transformation: 'PASS_THROUGH',
      '#max_request_headers_kb': "More than the clients' listener takes: what it took must not fail here.",
      max_request_headers_kb: 96,
      common_http_protocol_options: { max_headers_count: 200 },
      route_config: routes(registry),
      http_filters: [clientFilter(), timeoutFilter(), routerFilter()],
    },
  );
}

/** Turns what a tier's cluster says about time into what Envoy's router heeds. */
function timeoutFilter(): Branch {
  const names = [
    [HEADERS.upstreamTimeoutMs, TIER_TIMEOUTS.answer],
    [HEADERS.perTryTimeoutMs, TIER_TIMEOUTS.head],
  ] as const;
  return extension(
    'dragoman.tier-timeout',
    'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation',
    {
      mutations: {
        request_mutations: names.map(([key, from]) => ({
          append: { header: { key, value: `%REQ(${from})%` }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
        })),
      },
    },
  );
}

function routerFilter(): Branch {
  return extension('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router', {
    '#suppress_envoy_headers':
      'Envoy would never retry an answer with x-envoy-overloaded, that of an open breaker.',
    suppress_envoy_headers: true,
  });
}

function routes(registry: Registry): Branch {
  return {
    name: TIER_LISTENER,
    validate_clusters: false,
    virtual_hosts: [
      {
        name: TIER_LISTENER,
        domains: ['*'],
        typed_per_filter_config: { [FILTERS.client]: keepCredentials(registry.pool) },
        request_body_buffer_limit: registry.policy.limits.maxBodyBytes,
        '#response_headers_to_remove': 'No model decides whether a request goes on to the next tier.',
        response_headers_to_remove: [HEADERS.escalate, 'x-envoy-overloaded', 'x-envoy-drop-overload'],
        routes: [
          {
            name: ROUTES.tier,
            match: { prefix: '/' },
            route: {
              cluster_header: HEADERS.cluster,
              cluster_not_found_response_code: 'SERVICE_UNAVAILABLE',
              auto_host_rewrite: true,
              '#timeout': 'None but that of the tier, see dragoman.tier-timeout.',
              timeout: '0s',
              idle_timeout: '0s',
            },
          },
        ],
      },
    ],
  };
}
