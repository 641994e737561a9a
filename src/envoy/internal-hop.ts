import { clusterOf, HEADERS } from '../mutation/wire-names.js';
import { UNLIMITED } from './circuit-breaker.js';
import { any, extension } from './extension.js';
import { TIER_LISTENER } from './tier-listener.js';
import type { Branch } from './yaml.js';

/**
 * A cluster whose only server is the listener without a socket of the same Envoy, which asks the model's own cluster: keys,
 * limits, health checks and statistics are all there.
 *
 * @param filters what a request passes on the way, and its answer on the way back
 * @param bytes largest body that is held on the way
 */
export function hopCluster(name: string, model: string, filters: readonly Branch[], bytes: number): Branch {
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    '#per_connection_buffer_limit_bytes': 'The largest answer that is held to be judged.',
    per_connection_buffer_limit_bytes: bytes,
    circuit_breakers: { thresholds: [LIMITLESS] },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': any(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          '#common_http_protocol_options':
            'Shorter than the listener keeps an idle connection; as many headers as it lets through.',
          common_http_protocol_options: { idle_timeout: '60s', max_headers_count: 200 },
          explicit_http_config: { http_protocol_options: {} },
          http_filters: [...filters, hopFilter(model), CODEC],
        },
      ),
    },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: HOP_ADDRESS } }] }],
    },
  };
}

const HOP_ADDRESS: Branch = { envoy_internal_address: { server_listener_name: TIER_LISTENER } };

const LIMITLESS: Branch = {
  '#max_connections': "The model's own cluster has the limits, and the retries are the cascade itself.",
  max_connections: UNLIMITED,
  max_pending_requests: UNLIMITED,
  max_requests: UNLIMITED,
  max_retries: UNLIMITED,
};

const CODEC: Branch = extension(
  'envoy.filters.http.upstream_codec',
  'envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec',
);

/** Tells the listener which cluster to ask. */
function hopFilter(model: string): Branch {
  return extension('dragoman.hop', 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
    mutations: {
      request_mutations: [
        {
          append: {
            header: { key: HEADERS.cluster, value: clusterOf(model) },
            append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
          },
        },
      ],
    },
  });
}
