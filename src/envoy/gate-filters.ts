import { HEADERS, METADATA } from '../mutation/wire-names.js';
import { DRAGOMAN_CLUSTER } from './dragoman-cluster.js';
import { any, extension } from './extension.js';
import { FILTERS } from './route-names.js';
import type { Branch } from './yaml.js';

/** Both gates of a tier; each route switches off those that it does not want. */
export function gateFilters(model: string): readonly Branch[] {
  return [
    gate(FILTERS.gate, 'gate', model, {
      '#allow_mode_override': 'Dragoman lets an answer that it need not judge pass at its head.',
      allow_mode_override: true,
      processing_mode: answerOnly('BUFFERED'),
    }),
    gate(FILTERS.prefix, 'prefix', model, {
      '#send_body_without_waiting_for_header_response':
        'The head is held until Dragoman has read enough of the body.',
      send_body_without_waiting_for_header_response: true,
      processing_mode: answerOnly('STREAMED'),
    }),
  ];
}

function gate(name: string, role: string, model: string, mode: Branch): Branch {
  return extension(name, 'envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor', {
    grpc_service: {
      envoy_grpc: { cluster_name: DRAGOMAN_CLUSTER },
      timeout: '0s',
      initial_metadata: [
        { key: HEADERS.role, value: role },
        { key: HEADERS.tier, value: model },
      ],
    },
    message_timeout: '2s',
    max_message_timeout: '60s',
    '#failure_mode_allow': 'Without Dragoman an answer is delivered as it is.',
    failure_mode_allow: true,
    ...mode,
    mutation_rules: { allow_envoy: true },
    response_attributes: ['request.id', 'xds.cluster_name', 'upstream.request_attempt_count'],
    metadata_options: {
      forwarding_namespaces: { untyped: [METADATA.decision, METADATA.chain] },
      receiving_namespaces: { untyped: [METADATA.decision, METADATA.chain] },
    },
  });
}

function answerOnly(body: 'BUFFERED' | 'STREAMED'): Branch {
  return {
    request_header_mode: 'SKIP',
    request_body_mode: 'NONE',
    request_trailer_mode: 'SKIP',
    response_header_mode: 'SEND',
    response_body_mode: body,
    response_trailer_mode: 'SKIP',
  };
}

const OFF: Branch = any('envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute', { disabled: true });

/** Per-route settings: of the gates only this one, or none. */
export function onlyGate(wanted?: 'gate' | 'prefix'): Branch {
  return Object.fromEntries(
    (['gate', 'prefix'] as const).filter((name) => name !== wanted).map((name) => [FILTERS[name], OFF]),
  );
}
