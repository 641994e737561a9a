import { HEADERS, METADATA } from '../mutation/wire-names.js';
import { DRAGOMAN_CLUSTER } from './dragoman-cluster.js';
import { extension } from './extension.js';
import type { Branch } from './yaml.js';

export const NOTHING: Branch = processingMode('SKIP', 'NONE');

export const WHOLE_ANSWER: Branch = processingMode('SEND', 'STREAMED');

/**
 * Shows answers to Dragoman without waiting for a word of it: nothing that it does or fails to do changes or delays one.
 * https://www.envoyproxy.io/docs/envoy/v1.40.0/configuration/http/http_filters/ext_proc_filter#observability-mode
 *
 * @param tags gRPC metadata of its streams
 */
export function answerObserver(
  name: string,
  tags: Readonly<Record<string, string>>,
  processing_mode: Branch,
): Branch {
  return extension(name, 'envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor', {
    grpc_service: {
      envoy_grpc: { cluster_name: DRAGOMAN_CLUSTER },
      timeout: '0s',
      initial_metadata: Object.entries(tags).map(([key, value]) => ({ key, value })),
    },
    '#observability_mode': 'Only looks: no answer waits for Dragoman.',
    observability_mode: true,
    failure_mode_allow: true,
    processing_mode,
    response_attributes: ['request.id'],
    metadata_options: { forwarding_namespaces: { untyped: [METADATA.decision] } },
  });
}

function processingMode(head: 'SEND' | 'SKIP', body: 'STREAMED' | 'NONE'): Branch {
  return {
    request_header_mode: 'SKIP',
    request_body_mode: 'NONE',
    request_trailer_mode: 'SKIP',
    response_header_mode: head,
    response_body_mode: body,
    response_trailer_mode: 'SKIP',
  };
}

/** Tags of a stream: which conversation it is, and of a copy's answer the model that gave it. */
export function roleOf(role: 'delivered' | 'shadow', model?: string): Readonly<Record<string, string>> {
  return { [HEADERS.role]: role, ...(model !== undefined && { [HEADERS.tier]: model }) };
}
