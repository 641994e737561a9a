import { METADATA } from '../mutation/wire-names.js';
import { DRAGOMAN_CLUSTER } from './dragoman-cluster.js';
import { extension } from './extension.js';
import { FILTERS, ROUTES } from './route-names.js';
import type { Branch } from './yaml.js';

/** Every request to standard output, and every routed one to Dragoman. No log holds a prompt or a header of the client. */
export function accessLogs(): readonly Branch[] {
  return [outcomeLog(), standardOutput()];
}

/** How Dragoman learns the outcome: Envoy sends each finished request with its dynamic metadata. */
function outcomeLog(): Branch {
  const { chain, cascade, cascadePrefix, decided } = ROUTES;
  const routes = [chain, cascade, cascadePrefix, decided, ROUTES.default]
    .map((name) => `'${name}'`)
    .join(', ');
  return {
    ...outcomeReport(),
    filter: {
      extension_filter: extension('cel', 'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter', {
        expression: `xds.route_name in [${routes}]`,
      }),
    },
  };
}

/** The log itself, of every request. */
export function outcomeReport(): Branch {
  return extension(
    'envoy.access_loggers.http_grpc',
    'envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig',
    {
      common_config: {
        log_name: 'dragoman',
        transport_api_version: 'V3',
        grpc_service: { envoy_grpc: { cluster_name: DRAGOMAN_CLUSTER } },
        buffer_flush_interval: '0.2s',
        buffer_size_bytes: 65_536,
      },
    },
  );
}

function standardOutput(): Branch {
  const metadata = (namespace: string, key: string): string => `%DYNAMIC_METADATA(${namespace}:${key})%`;
  const decideState = (field: string): string => `%FILTER_STATE(${FILTERS.decide}:FIELD:${field})%`;
  return extension(
    'envoy.access_loggers.stdout',
    'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog',
    {
      log_format: {
        json_format: {
          time: '%START_TIME%',
          request_id: '%REQ(X-REQUEST-ID)%',
          method: '%REQ(:METHOD)%',
          path: '%PATH(NQ)%',
          protocol: '%PROTOCOL%',
          status: '%RESPONSE_CODE%',
          details: '%RESPONSE_CODE_DETAILS%',
          flags: '%RESPONSE_FLAGS%',
          route: '%ROUTE_NAME%',
          cluster: '%UPSTREAM_CLUSTER%',
          upstream: '%UPSTREAM_HOST%',
          upstream_failure: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
          attempts: '%UPSTREAM_REQUEST_ATTEMPT_COUNT%',
          decision: metadata(METADATA.decision, 'decision'),
          decided_route: metadata(METADATA.decision, 'route'),
          reason: metadata(METADATA.decision, 'reason'),
          input_tokens: metadata(METADATA.usage, 'input'),
          output_tokens: metadata(METADATA.usage, 'output'),
          bytes_received: '%BYTES_RECEIVED%',
          bytes_sent: '%BYTES_SENT%',
          first_byte_ms: '%RESPONSE_DURATION%',
          total_ms: '%DURATION%',
          decide_us: decideState('request_body_total_latency_us'),
        },
      },
    },
  );
}
