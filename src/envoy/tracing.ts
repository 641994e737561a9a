import type { EnvoyOptions } from './envoy-options.js';
import { any, duration } from './extension.js';
import { OTLP_CLUSTER } from './otlp-cluster.js';
import type { Branch } from './yaml.js';

/** Envoy's spans: one of the whole request, one of the talk with Dragoman (whose own spans nest in it), one an attempt. */
export function tracing(otlp: EnvoyOptions['otlp']): Branch {
  if (otlp === undefined) return {};
  const host = otlp.host.includes(':') ? `[${otlp.host}]` : otlp.host;
  return {
    tracing: {
      random_sampling: { value: 100 },
      spawn_upstream_span: true,
      provider: {
        name: 'envoy.tracers.opentelemetry',
        typed_config: any('envoy.config.trace.v3.OpenTelemetryConfig', {
          service_name: 'envoy',
          http_service: {
            http_uri: {
              uri: `http://${host}:${otlp.port}${otlp.path}`,
              cluster: OTLP_CLUSTER,
              timeout: duration(1000),
            },
          },
        }),
      },
    },
  };
}
