import type { Registry, RegistryModel } from '../config/registry.js';
import { clusterOf } from '../mutation/wire-names.js';
import { discoveryType, socketAddress } from './address.js';
import { bufferLimit } from './buffer-limit.js';
import { UNLIMITED } from './circuit-breaker.js';
import { CONTROL_HEADERS, credentialHeaders, upstreamHeaderMutations } from './credential-headers.js';
import type { EnvoyOptions } from './envoy-options.js';
import { any, duration, extension } from './extension.js';
import { upstreamScript } from './lua.js';
import { ROUTES } from './route-names.js';
import { credentialInjector } from './secret.js';
import { upstreamTls } from './upstream-tls.js';
import type { Branch } from './yaml.js';

/** One cluster a model: where it is, how it is reached, checked and protected. `xdsDirectory` undefined: static secrets. */
export function modelCluster(
  registry: Registry,
  model: RegistryModel,
  options: Pick<EnvoyOptions, 'systemCaFile'> & { readonly xdsDirectory: string | undefined },
): Branch {
  const name = clusterOf(model.name);
  const type = discoveryType(model.backends.map(({ host }) => host));
  return {
    name,
    type,
    // AUTO would use only IPv6 addresses where a name has both kinds, also on hosts without an IPv6 route.
    ...(type === 'STRICT_DNS' ? { dns_lookup_family: 'V4_PREFERRED' } : {}),
    connect_timeout: '2s',
    lb_policy: 'LEAST_REQUEST',
    per_connection_buffer_limit_bytes: bufferLimit(registry),
    circuit_breakers: { thresholds: [breaker(model)] },
    outlier_detection: OUTLIER_DETECTION,
    ...healthChecks(model),
    ...upstreamTls(model, options.systemCaFile),
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': protocolOptions(
        registry,
        model,
        options.xdsDirectory,
      ),
    },
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: model.backends.map((backend) => endpoint(model, backend)) }],
    },
  };
}

function breaker({ maxRequests }: RegistryModel): Branch {
  return {
    '#max_connections': 'HTTP/1.1 needs a connection a request, so all three limits are the same.',
    max_connections: maxRequests,
    max_pending_requests: maxRequests,
    max_requests: maxRequests,
    '#max_retries':
      'Every fallback counts here until it has its answer: a limit would turn an outage of this model into one of all.',
    max_retries: UNLIMITED,
    track_remaining: true,
  };
}

const OUTLIER_DETECTION: Branch = {
  '#consecutive_5xx': 'A 500 may be the prompt, so it takes many; 502, 503, 504 are the server.',
  consecutive_5xx: 20,
  consecutive_gateway_failure: 5,
  enforcing_consecutive_gateway_failure: 100,
  enforcing_success_rate: 0,
  interval: '1s',
  '#base_ejection_time':
    'One second longer with each time in a row: a server that is back is found soon, and one that stays away is seldom tried.',
  base_ejection_time: '1s',
  max_ejection_time: '10s',
  '#max_ejection_percent':
    'Also the only backend: its state is then to be seen, and the panic threshold still sends it what must go there.',
  max_ejection_percent: 100,
};

function healthChecks({ healthCheck }: RegistryModel): Branch {
  if (healthCheck === undefined) return {};
  const interval = duration(healthCheck.intervalMs);
  return {
    '#health_checks':
      'The panic threshold keeps its default (50 %): a model whose backends are all unhealthy is still tried, and the\n' +
      'connect failure takes the fallback; "no healthy upstream" would be final.',
    health_checks: [
      {
        timeout: '5s',
        interval,
        no_traffic_interval: interval,
        unhealthy_threshold: 3,
        healthy_threshold: 1,
        http_health_check: { path: healthCheck.path },
      },
    ],
  };
}

function protocolOptions(registry: Registry, model: RegistryModel, xdsDirectory: string | undefined): Branch {
  return any('envoy.extensions.upstreams.http.v3.HttpProtocolOptions', {
    common_http_protocol_options: model.tls
      ? { idle_timeout: '30s' }
      : {
          '#idle_timeout':
            'Under the 5 s after which vLLM (uvicorn) closes an idle connection: a request must not meet the close.',
          idle_timeout: '4s',
        },
    ...(model.tls
      ? { auto_config: { http_protocol_options: {}, http2_protocol_options: {} } }
      : { explicit_http_config: { http_protocol_options: {} } }),
    http_filters: [
      extension('dragoman.headers', 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
        mutations: {
          request_mutations: upstreamHeaderMutations(
            credentialHeaders(registry.pool),
            model.apiKey === undefined,
          ),
          '#response_mutations':
            'No upstream speaks in our name, calls for the fallback, or talks Envoy out of it.',
          response_mutations: CONTROL_HEADERS,
        },
      }),
      extension('dragoman.upstream', 'envoy.extensions.filters.http.lua.v3.Lua', {
        default_source_code: {
          inline_string: upstreamScript(model.name, model.upstreamModel, model.pathPrefix, ROUTES.pass),
        },
      }),
      ...credentialInjector(model, xdsDirectory),
      extension(
        'envoy.filters.http.upstream_codec',
        'envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec',
      ),
    ],
  });
}

function endpoint({ tls }: RegistryModel, { host, port, weight }: RegistryModel['backends'][number]): Branch {
  // The hostname becomes the Host header, and with TLS the server name as well, which has no port.
  const name = host.includes(':') && !tls ? `[${host}]` : host;
  const hostname = tls || port === 80 ? name : `${name}:${port}`;
  return {
    endpoint: { address: socketAddress({ host, port }), hostname, health_check_config: { hostname } },
    load_balancing_weight: weight,
  };
}
