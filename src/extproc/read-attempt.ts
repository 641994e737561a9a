import type { Metadata } from '@grpc/grpc-js';
import type { ProcessingRequest__Output } from '../gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import { HEADERS, METADATA } from '../mutation/wire-names.js';
import { readChain } from './chain-metadata.js';
import type { ObservedAnswer } from './answer-observer.js';
import type { Attempt } from './gatekeeper.js';
import { readResponseHead } from './response-head.js';

/** The name under which Envoy sends the attributes that the filter asks for. */
const ATTRIBUTES_OF = 'envoy.filters.http.ext_proc';

/** Reads what the message with an answer's head, and the stream that it comes on, say about the attempt. */
export function readAttempt(message: ProcessingRequest__Output, stream: Metadata): Attempt {
  const namespaces = message.metadata_context?.filter_metadata ?? {};
  const decided = namespaces[METADATA.decision]?.fields ?? {};
  const attributes = message.attributes?.[ATTRIBUTES_OF]?.fields ?? {};
  const { status, headers } = readResponseHead(message.response_headers?.headers);
  return {
    model: stream.get(HEADERS.tier)[0]?.toString() ?? '',
    decisionId: decided['decision']?.stringValue,
    emitAs: decided['emit']?.stringValue,
    number: attributes['upstream.request_attempt_count']?.numberValue ?? 1,
    chain: readChain(namespaces[METADATA.chain]),
    status,
    headers,
  };
}

/** The same of an answer that is only looked at; `undefined` when it cannot be told whose it is. */
export function readObservedHead(
  message: ProcessingRequest__Output,
  stream: Metadata,
): Omit<ObservedAnswer, 'body'> | undefined {
  const requestId = message.attributes?.[ATTRIBUTES_OF]?.fields?.['request.id']?.stringValue ?? '';
  const role = stream.get(HEADERS.role)[0];
  if (requestId === '' || (role !== 'delivered' && role !== 'shadow')) return undefined;
  const decided = message.metadata_context?.filter_metadata?.[METADATA.decision]?.fields ?? {};
  const model = stream.get(HEADERS.tier)[0]?.toString() ?? decided['model']?.stringValue ?? '';
  return { kind: role, requestId, model, ...readResponseHead(message.response_headers?.headers) };
}
