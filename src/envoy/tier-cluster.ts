import type { Registry, RegistryModel } from '../config/registry.js';
import { clusterOf, HEADERS, tierOf } from '../mutation/wire-names.js';
import { bufferLimit } from './buffer-limit.js';
import { UNLIMITED } from './circuit-breaker.js';
import { any, extension } from './extension.js';
import { gateFilters } from './gate-filters.js';
import { tierScript } from './lua.js';
import { TIER_LISTENER } from './tier-listener.js';
import type { Branch } from './yaml.js';

/**
 * The models that a cascade reaches as a tier: all but its last, whose answer is delivered as it comes. In the order of the
 * pool.
 */
export function tierModels({ pool, routes }: Registry): readonly RegistryModel[] {
  const names = new Set(
    routes.flatMap(({ cascade }) => cascade?.tiers.slice(0, -1).map(({ model }) => model) ?? []),
  );
  return [...pool.models.values()].filter(({ name }) => names.has(name));
}

/** Room for an answer that is held to be judged, in bytes: a larger one ends in an error of Envoy, which no setting lets pass. */
const ANSWER_ROOM = 33_554_432;

/**
 * A model as a tier: its answers are judged, and whatever goes wrong with it takes the request to the next tier.
 *
 * Envoy never retries a request that it could not send: a full breaker, a cluster without hosts and an unknown one end it.
 * So the server of this cluster is a listener of the same Envoy, without a socket, which asks the model's own cluster. What
 * ends a request there arrives here as an answer, a 503, and that is retried.
 */
export function tierCluster(registry: Registry, model: RegistryModel): Branch {
  const name = tierOf(model.name);
  return {
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    '#per_connection_buffer_limit_bytes': 'The largest answer that is held to be judged.',
    per_connection_buffer_limit_bytes: Math.max(ANSWER_ROOM, bufferLimit(registry)),
    circuit_breakers: {
      thresholds: [
        {
          '#max_connections':
            "The model's own cluster has the limits, and the retries are the cascade itself.",
          max_connections: UNLIMITED,
          max_pending_requests: UNLIMITED,
          max_requests: UNLIMITED,
          max_retries: UNLIMITED,
        },
      ],
    },
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': protocolOptions(model),
    },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: TIER_ADDRESS } }] }],
    },
  };
}

const TIER_ADDRESS: Branch = { envoy_internal_address: { server_listener_name: TIER_LISTENER } };

function protocolOptions(model: RegistryModel): Branch {
  return any('envoy.extensions.upstreams.http.v3.HttpProtocolOptions', {
    '#common_http_protocol_options':
      'Shorter than the listener keeps an idle connection; as many headers as it lets through.',
    common_http_protocol_options: { idle_timeout: '60s', max_headers_count: 200 },
    explicit_http_config: { http_protocol_options: {} },
    http_filters: [
      ...gateFilters(model.name),
      extension('dragoman.tier', 'envoy.extensions.filters.http.lua.v3.Lua', {
        default_source_code: { inline_string: tierScript(model.name) },
      }),
      extension('dragoman.hop', 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
        mutations: {
          request_mutations: [
            {
              append: {
                header: { key: HEADERS.cluster, value: clusterOf(model.name) },
                append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
              },
            },
          ],
        },
      }),
      extension(
        'envoy.filters.http.upstream_codec',
        'envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec',
      ),
    ],
  });
}
