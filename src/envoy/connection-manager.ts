import type { Registry } from '../config/registry.js';
import { accessLogs } from './access-log.js';
import type { EnvoyOptions } from './envoy-options.js';
import { duration, extension } from './extension.js';
import { httpFilters } from './http-filters.js';
import { localReplyConfig } from './local-reply.js';
import { routeConfiguration } from './routes.js';
import { longestAnswerMs } from './timeouts.js';
import { tracing } from './tracing.js';
import type { Branch } from './yaml.js';

/** Longer than any route's time-out, so that a model that thinks is not taken for a dead stream. */
const IDLE_SLACK_MS = 10_000;

/**
 * HTTP/1.1 and HTTP/2 (with prior knowledge) from clients, hardened for an edge.
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/best_practices/edge
 */
export function connectionManager(registry: Registry, { otlp }: Pick<EnvoyOptions, 'otlp'>): Branch {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'llm',
      codec_type: 'AUTO',
      ...edge(),
      '#stream_idle_timeout':
        'A model may be silent until its whole answer is ready: longer than the longest time-out.',
      stream_idle_timeout: duration(longestAnswerMs(registry) + IDLE_SLACK_MS),
      '#request_timeout': 'For receiving the whole request, not for answering it.',
      request_timeout: '60s',
      request_headers_timeout: '10s',
      generate_request_id: true,
      ...tracing(otlp),
      '#local_reply_config': "Envoy's own errors in the OpenAI shape.",
      local_reply_config: localReplyConfig(registry.policy.limits.maxBodyBytes),
      access_log: accessLogs(),
      route_config: routeConfiguration(registry),
      http_filters: httpFilters(registry),
    },
  );
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
    path_with_escaped_slashes_action: 'REJECT_REQUEST',
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
