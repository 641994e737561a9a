import { discoveryType, socketAddress } from './address.js';
import { bufferLimit } from './buffer-limit.js';
import type { DragomanAddress, EnvoyOptions } from './envoy-options.js';
import { any } from './extension.js';
import type { Registry } from '../config/registry.js';
import type { Branch } from './yaml.js';

export const DRAGOMAN_CLUSTER = 'dragoman';

/** Dragoman's gRPC server: takes decisions and outcomes. */
export function dragomanCluster(registry: Registry, { dragoman }: Pick<EnvoyOptions, 'dragoman'>): Branch {
  return {
    name: DRAGOMAN_CLUSTER,
    type: dragoman.kind === 'unix' ? 'STATIC' : discoveryType([dragoman.host]),
    dns_lookup_family: 'V4_PREFERRED',
    connect_timeout: '0.25s',
    per_connection_buffer_limit_bytes: bufferLimit(registry),
    circuit_breakers: {
      thresholds: [{ max_connections: 8192, max_pending_requests: 8192, max_requests: 8192 }],
    },
    '#common_lb_config':
      'No panic: an unhealthy Dragoman is not asked at all, and the default route answers at once.',
    common_lb_config: { healthy_panic_threshold: { value: 0 } },
    '#health_checks':
      'Slack for a busy event loop: half a second and two failures ejected a healthy server at its start.',
    health_checks: [
      {
        timeout: '2s',
        interval: '1s',
        no_traffic_interval: '1s',
        unhealthy_threshold: 3,
        healthy_threshold: 1,
        grpc_health_check: {},
      },
    ],
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': any(
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
        {
          '#common_http_protocol_options':
            "Keep this. Envoy ends every ext_proc stream with a reset, and Node's HTTP/2 server drops a connection after\n" +
            '1000 resets (and 33 a second more), with every decision in flight on it. Envoy moves on long before.',
          common_http_protocol_options: { max_requests_per_connection: 500 },
          explicit_http_config: { http2_protocol_options: {} },
        },
      ),
    },
    load_assignment: {
      cluster_name: DRAGOMAN_CLUSTER,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: addressOf(dragoman) } }] }],
    },
  };
}

function addressOf(dragoman: DragomanAddress): Branch {
  return dragoman.kind === 'unix' ? { pipe: { path: dragoman.path } } : socketAddress(dragoman);
}
