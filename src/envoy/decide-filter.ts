import { HEADERS, METADATA } from '../mutation/wire-names.js';
import { DRAGOMAN_CLUSTER } from './dragoman-cluster.js';
import { any, extension } from './extension.js';
import { FILTERS } from './route-names.js';
import type { Branch } from './yaml.js';

/** Longest wait for one answer of Dragoman, in seconds; then the request goes on undecided. */
export const DECIDE_TIMEOUT_S = 2;

/**
 * Asks Dragoman. It sees a request's head and whole body and nothing of the answer.
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_filters/ext_proc_filter
 */
export function decideFilter(): Branch {
  return extension(FILTERS.decide, 'envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor', {
    grpc_service: {
      envoy_grpc: { cluster_name: DRAGOMAN_CLUSTER },
      '#timeout': 'Of the stream; each message has its own, below.',
      timeout: '0s',
      initial_metadata: [{ key: HEADERS.role, value: 'decide' }],
    },
    '#message_timeout': 'A hung Dragoman costs a request this long, until the health check takes it out.',
    message_timeout: `${DECIDE_TIMEOUT_S}s`,
    max_message_timeout: '30s',
    '#failure_mode_allow': 'A request never fails because of Dragoman: it goes on to the default route.',
    failure_mode_allow: true,
    '#allow_mode_override': 'Dragoman declines bodies that it does not read.',
    allow_mode_override: true,
    processing_mode: {
      request_header_mode: 'SEND',
      request_body_mode: 'BUFFERED',
      request_trailer_mode: 'SKIP',
      '#response_header_mode': 'Answers stream past; their usage comes back over the access log.',
      response_header_mode: 'SKIP',
      response_body_mode: 'NONE',
      response_trailer_mode: 'SKIP',
    },
    '#mutation_rules': 'Dragoman sets x-envoy-upstream-rq-timeout-ms and x-envoy-max-retries.',
    mutation_rules: { allow_envoy: true },
    metadata_options: {
      receiving_namespaces: { untyped: [METADATA.decision, METADATA.chain] },
    },
  });
}

/** Per-route setting: do not ask Dragoman. */
export const WITHOUT_DECIDE: Branch = any('envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute', {
  disabled: true,
});
