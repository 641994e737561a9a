import { HEADERS, METADATA } from '../mutation/wire-names.js';
import { toChain } from './chain-metadata.js';
import type { GateAction } from './gatekeeper.js';
import { setHeader, unchanged } from './processing-response.js';
import { type CommonResponse, constant, type ProcessingResponse } from './wire/processing-response.js';

/** The part of an answer that a gate replies to. */
export type AnswerPart = 'response_headers' | 'response_body';

/** "Deliver the answer, and never mind its body": Envoy then streams it past. An override must state every mode. */
export const DELIVER_UNSEEN: ProcessingResponse = constant({
  response_headers: { response: { status: 'CONTINUE' } },
  mode_override: {
    request_header_mode: 'SKIP',
    request_body_mode: 'NONE',
    request_trailer_mode: 'SKIP',
    response_header_mode: 'SEND',
    response_body_mode: 'NONE',
    response_trailer_mode: 'SKIP',
  },
});

/** Says an action in Envoy's words, as the reply to the head or to the whole body of an answer. */
export function toGateResponse(part: AnswerPart, action: GateAction): ProcessingResponse {
  switch (action.kind) {
    case 'pass':
      return unchanged(part);
    case 'replace':
      return reply(part, replaced(action.contentType, action.body));
    case 'escalate': {
      const response = reply(part, {
        status: 'CONTINUE',
        header_mutation: { set_headers: [setHeader(HEADERS.escalate, '1')] },
      });
      if (action.chain === undefined) return response;
      return { ...response, dynamic_metadata: { [METADATA.chain]: toChain(action.chain) } };
    }
  }
}

function reply(part: AnswerPart, response: CommonResponse): ProcessingResponse {
  return part === 'response_headers' ? { response_headers: { response } } : { response_body: { response } };
}

function replaced(contentType: string, body: Buffer): CommonResponse {
  return {
    status: 'CONTINUE',
    header_mutation: {
      set_headers: [setHeader('content-type', contentType), setHeader('content-length', String(body.length))],
      // The new body is plain, whatever the old one was.
      remove_headers: ['content-encoding'],
    },
    body_mutation: { body },
  };
}

/** The filter's `max_message_timeout`: Envoy ignores a wish for more, and gives up after its usual two seconds. */
const MOST_SECONDS = 60;

/** Asks Envoy to wait for the answer to the part at hand, with a second for the way. */
export function moreTime(ms: number): ProcessingResponse {
  return { override_message_timeout: { seconds: Math.min(Math.ceil(ms / 1000) + 1, MOST_SECONDS) } };
}
