import type { Forward, Mutation, Reply } from '../mutation/mutation.js';
import { clusterOf, HEADERS, METADATA, modelOfCluster } from '../mutation/wire-names.js';
import { toChain } from './chain-metadata.js';
import type { Part } from './wire/processing-request.js';
import {
  type CommonResponse,
  constant,
  type HeaderValueOption,
  type ProcessingResponse,
} from './wire/processing-response.js';
import type { StructObject } from './wire/struct.js';

const CONTINUE: CommonResponse = { status: 'CONTINUE' };

/** "Go on unchanged", for every part. */
const UNCHANGED: Readonly<Record<Part, ProcessingResponse>> = {
  request_headers: constant({ request_headers: { response: CONTINUE } }),
  response_headers: constant({ response_headers: { response: CONTINUE } }),
  request_body: constant({ request_body: { response: CONTINUE } }),
  response_body: constant({ response_body: { response: CONTINUE } }),
  request_trailers: constant({ request_trailers: {} }),
  response_trailers: constant({ response_trailers: {} }),
};

export function unchanged(part: Part): ProcessingResponse {
  return UNCHANGED[part];
}

/**
 * "Go on unchanged, and never mind the body": without it Envoy would buffer, and limit, a body that nobody reads.
 * Envoy heeds it where the filter has `allow_mode_override`; an override must state every mode.
 */
const UNCHANGED_WITHOUT_BODY: ProcessingResponse = constant({
  request_headers: { response: CONTINUE },
  mode_override: {
    request_header_mode: 'SEND',
    request_body_mode: 'NONE',
    request_trailer_mode: 'SKIP',
    response_header_mode: 'SKIP',
    response_body_mode: 'NONE',
    response_trailer_mode: 'SKIP',
  },
});

/** Says a mutation in Envoy's words, as the answer to the head or to the body of a request. */
export function toProcessingResponse(
  part: 'request_headers' | 'request_body',
  mutation: Mutation,
): ProcessingResponse {
  switch (mutation.kind) {
    case 'pass':
      return part === 'request_headers' ? UNCHANGED_WITHOUT_BODY : UNCHANGED.request_body;
    case 'reply':
      return immediate(mutation);
    case 'forward': {
      const response = forwarded(part, mutation);
      const dynamic_metadata = metadataOf(mutation);
      return part === 'request_headers'
        ? { request_headers: { response }, dynamic_metadata }
        : { request_body: { response }, dynamic_metadata };
    }
  }
}

function immediate(reply: Reply): ProcessingResponse {
  return {
    immediate_response: {
      status: { code: reply.status },
      headers: {
        set_headers: reply.headers.map(([name, value]) => setHeader(name, value)),
        // The reply carries the headers of the route that was current before the decision: the default one.
        remove_headers: [HEADERS.fallback],
      },
      body: Buffer.from(reply.body),
      details: reply.details,
    },
  };
}

function forwarded(part: 'request_headers' | 'request_body', forward: Forward): CommonResponse {
  const { clusters, mode, headers, body } = forward;
  const [first = ''] = clusters;
  const set = headers.map(([name, value]) => setHeader(name, value));
  // With a mode as well: an Envoy that something else configures knows no chains, and its default route has another model.
  set.push(setHeader(HEADERS.cluster, clusterOf(modelOfCluster(first) ?? '')));
  if (mode !== 'cluster') {
    set.push(setHeader(HEADERS.mode, mode));
    // One attempt for each cluster: a further one would ask the last cluster again.
    set.push(setHeader(HEADERS.maxRetries, String(clusters.length - 1)));
  }
  // Envoy answers 500 when the length of a changed body is another than the header says.
  set.push(setHeader('content-length', String(body.length)));
  return {
    status: part === 'request_headers' ? 'CONTINUE_AND_REPLACE' : 'CONTINUE',
    header_mutation: { set_headers: set },
    body_mutation: { body },
    clear_route_cache: true,
  };
}

export function setHeader(key: string, value: string): HeaderValueOption {
  return { header: { key, raw_value: value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

function metadataOf(forward: Forward): StructObject {
  const namespaces: Record<string, StructObject> = { [METADATA.decision]: forward.metadata };
  if (forward.mode !== 'cluster') namespaces[METADATA.chain] = toChain(forward.clusters);
  return namespaces;
}
