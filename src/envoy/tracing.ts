import { formatHostPort } from './address.js';
import type { EnvoyOptions } from './envoy-options.js';
import { any, duration, extension } from './extension.js';
import { OTLP_CLUSTER } from './otlp-cluster.js';
import type { Branch } from './yaml.js';

/**
 * Envoy's spans: one of the whole request, one of the talk with Dragoman (whose own spans nest in it), one an attempt. A
 * client's `traceparent` says whether its request is traced; of the others the stated share is.
 */
export function tracing(otlp: EnvoyOptions['otlp']): Branch {
  if (otlp === undefined) return {};
  return {
    tracing: {
      random_sampling: { value: 100 },
      spawn_upstream_span: true,
      '#custom_tags':
        "In place of Envoy's own http.url, which holds the query: some clients send their key in it.",
      custom_tags: [{ tag: 'http.url', value: '%REQ(:SCHEME)%://%REQ(:AUTHORITY)%%PATH(NQ)%' }],
      provider: {
        name: 'envoy.tracers.opentelemetry',
        typed_config: any('envoy.config.trace.v3.OpenTelemetryConfig', {
          service_name: 'envoy',
          http_service: {
            http_uri: {
              uri: `http://${formatHostPort(otlp)}${otlp.path}`,
              cluster: OTLP_CLUSTER,
              timeout: duration(1000),
            },
          },
          ...sampler(otlp.share),
        }),
      },
    },
  };
}

const SAMPLERS = 'envoy.extensions.tracers.opentelemetry.samplers.v3';

/** Not by `random_sampling`, which leaves out requests that the client takes as well. */
function sampler(share: number): Branch {
  if (share === 1) return {};
  const ratio = extension(
    'envoy.tracers.opentelemetry.samplers.trace_id_ratio_based',
    `${SAMPLERS}.TraceIdRatioBasedSamplerConfig`,
    { sampling_percentage: { numerator: Math.round(share * 1e6), denominator: 'MILLION' } },
  );
  return {
    sampler: extension(
      'envoy.tracers.opentelemetry.samplers.parent_based',
      `${SAMPLERS}.ParentBasedSamplerConfig`,
      { wrapped_sampler: ratio },
    ),
  };
}
