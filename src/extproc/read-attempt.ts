import { HEADERS, METADATA } from '../mutation/wire-names.js';
import type { ObservedAnswer } from './answer-observer.js';
import { readChain } from './chain-metadata.js';
import type { Attempt } from './gatekeeper.js';
import { readResponseHead } from './response-head.js';
import type { ProcessingRequest } from './wire/processing-request.js';
import type { ServerCall } from './wire/server-call.js';
import { numberOf, textOf } from './wire/struct.js';

/** The name under which Envoy sends the attributes that the filter asks for. */
const ATTRIBUTES_OF = 'envoy.filters.http.ext_proc';

/** Reads what the message with an answer's head, and the stream that it comes on, say about the attempt. */
export function readAttempt({ headers, metadata, attributes }: ProcessingRequest, call: ServerCall): Attempt {
  const decided = metadata[METADATA.decision];
  return {
    model: call.metadata(HEADERS.tier) ?? '',
    decisionId: textOf(decided, 'decision'),
    emitAs: textOf(decided, 'emit'),
    number: numberOf(attributes[ATTRIBUTES_OF], 'upstream.request_attempt_count') ?? 1,
    chain: readChain(metadata[METADATA.chain]),
    ...readResponseHead(headers),
  };
}

/** The same of an answer that is only looked at; `undefined` when it cannot be told whose it is. */
export function readObservedHead(
  { headers, metadata, attributes }: ProcessingRequest,
  call: ServerCall,
): Omit<ObservedAnswer, 'body'> | undefined {
  const requestId = textOf(attributes[ATTRIBUTES_OF], 'request.id') ?? '';
  const role = call.metadata(HEADERS.role);
  if (requestId === '' || (role !== 'delivered' && role !== 'shadow')) return undefined;
  const model = call.metadata(HEADERS.tier) ?? textOf(metadata[METADATA.decision], 'model') ?? '';
  return { kind: role, requestId, model, ...readResponseHead(headers) };
}
