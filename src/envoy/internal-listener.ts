import type { Registry } from '../config/registry.js';
import { HEADERS } from '../mutation/wire-names.js';
import { accessLogs } from './access-log.js';
import { socketAddress } from './address.js';
import { bufferLimit } from './buffer-limit.js';
import { clientFilter } from './client-filter.js';
import type { EnvoyOptions } from './envoy-options.js';
import { duration, extension } from './extension.js';
import { jsonUsageFilter } from './usage-filters.js';
import { directError, localReplyConfig } from './local-reply.js';
import { ROUTES } from './route-names.js';
import { tracing } from './tracing.js';
import type { Branch } from './yaml.js';

/** Its name in Envoy, and the prefix of its statistics. */
const INTERNAL_LISTENER = 'internal';

/**
 * Where Dragoman itself asks a model, so that the clusters' keys, limits, health checks and statistics hold for its
 * questions as well. A header names the cluster. Nobody decides here, so a question never asks for a decision, and no
 * client's key is at hand: the model needs one of its own, or none.
 *
 * Whoever reaches it can use any model of the pool with the pool's keys: it belongs on loopback.
 *
 * @param deadlineMs longest wait for an answer; a question's own `x-envoy-upstream-rq-timeout-ms` comes before it
 */
export function internalListener(
  registry: Registry,
  deadlineMs: number,
  { internal, otlp }: Pick<EnvoyOptions, 'internal' | 'otlp'>,
): Branch {
  return {
    name: INTERNAL_LISTENER,
    '#address':
      "For Dragoman's own questions. Never expose it: it asks for no key and adds those of the pool.",
    address: socketAddress(internal),
    enable_reuse_port: false,
    per_connection_buffer_limit_bytes: bufferLimit(registry),
    filter_chains: [
      {
        filters: [
          extension(
            'envoy.filters.network.http_connection_manager',
            'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
            {
              stat_prefix: INTERNAL_LISTENER,
              codec_type: 'AUTO',
              '#use_remote_address': 'Only Dragoman asks here: it may set x-envoy-upstream-rq-timeout-ms.',
              use_remote_address: true,
              skip_xff_append: true,
              internal_address_config: {
                cidr_ranges: ['0.0.0.0', '::'].map((address_prefix) => ({ address_prefix, prefix_len: 0 })),
              },
              request_timeout: '10s',
              request_headers_timeout: '10s',
              ...tracing(otlp),
              local_reply_config: localReplyConfig(registry.policy.limits.maxBodyBytes),
              '#access_log': 'As for clients; the outcome log takes none of these requests.',
              access_log: accessLogs(),
              route_config: routes(deadlineMs),
              http_filters: [
                jsonUsageFilter(),
                clientFilter(),
                extension('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router'),
              ],
            },
          ),
        ],
      },
    ],
  };
}

function routes(deadlineMs: number): Branch {
  return {
    name: INTERNAL_LISTENER,
    validate_clusters: false,
    virtual_hosts: [
      {
        name: INTERNAL_LISTENER,
        domains: ['*'],
        routes: [
          {
            name: ROUTES.internal,
            match: {
              path: '/v1/chat/completions',
              headers: [{ name: HEADERS.cluster, present_match: true }],
            },
            request_headers_to_remove: [HEADERS.cluster],
            route: {
              cluster_header: HEADERS.cluster,
              cluster_not_found_response_code: 'SERVICE_UNAVAILABLE',
              auto_host_rewrite: true,
              '#timeout':
                'The longest of all who ask. No retries but of what no server has read: it is short.',
              timeout: duration(deadlineMs),
              retry_policy: { retry_on: 'connect-failure,refused-stream', num_retries: 1 },
            },
          },
          { name: ROUTES.notFound, match: { prefix: '/' }, ...directError('path_not_found') },
        ],
      },
    ],
  };
}
