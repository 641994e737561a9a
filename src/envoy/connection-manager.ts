import type { Registry } from '../config/registry.js';
import { accessLogs } from './access-log.js';
import type { EnvoyOptions } from './envoy-options.js';
import { extension } from './extension.js';
import { httpFilters } from './http-filters.js';
import { localReplyConfig } from './local-reply.js';
import { ROUTE_CONFIGURATION, routeConfiguration } from './routes.js';
import { fileSource } from './secret.js';
import { tracing } from './tracing.js';
import type { Branch } from './yaml.js';

/** `xdsDirectory` undefined: the routes stand in the listener. */
export type ListenerOptions = Pick<EnvoyOptions, 'listen' | 'otlp'> & {
  readonly xdsDirectory: string | undefined;
};

/**
 * HTTP/1.1 and HTTP/2 (with prior knowledge) from clients, hardened for an edge.
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/best_practices/edge
 */
export function connectionManager(registry: Registry, { otlp, xdsDirectory }: ListenerOptions): Branch {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'llm',
      codec_type: 'AUTO',
      ...edge(),
      '#stream_idle_timeout': 'Until a request has a route; each route to a model has its own idle_timeout.',
      stream_idle_timeout: '300s',
      '#request_timeout': 'For receiving the whole request, not for answering it.',
      request_timeout: '60s',
      request_headers_timeout: '10s',
      generate_request_id: true,
      ...tracing(otlp),
      '#local_reply_config': "Envoy's own errors in the OpenAI shape.",
      local_reply_config: localReplyConfig(registry.policy.limits.maxBodyBytes),
      access_log: accessLogs(),
      ...routes(registry, xdsDirectory),
      http_filters: httpFilters(),
    },
  );
}

/** A new listener drains the connections of the old one, new routes do not: they have a file of their own. */
function routes(registry: Registry, xdsDirectory: string | undefined): Branch {
  if (xdsDirectory === undefined) return { route_config: routeConfiguration(registry) };
  return {
    '#rds': 'The listener opens once it has read them.',
    rds: {
      route_config_name: ROUTE_CONFIGURATION,
      config_source: fileSource(xdsDirectory, 'rds.yaml'),
    },
  };
}

function edge(): Branch {
  return {
    '#use_remote_address': "Do not believe the client's x-forwarded-for.",
    use_remote_address: true,
    xff_num_trusted_hops: 0,
    '#internal_address_config':
      'Nobody is internal: left out, private addresses would be, and could set x-envoy headers.',
    internal_address_config: { cidr_ranges: [{ address_prefix: '255.255.255.255', prefix_len: 32 }] },
    '#normalize_path': 'One spelling a path, so that no spelling gets around a route.',
    normalize_path: true,
    merge_slashes: true,
    '#path_with_escaped_slashes_action': 'Clients escape the slash of a model such as company/auto.',
    path_with_escaped_slashes_action: 'UNESCAPE_AND_FORWARD',
    common_http_protocol_options: {
      idle_timeout: '600s',
      headers_with_underscores_action: 'DROP_HEADER',
    },
    http2_protocol_options: {
      max_concurrent_streams: 100,
      initial_stream_window_size: 1_048_576,
      initial_connection_window_size: 4_194_304,
    },
  };
}
