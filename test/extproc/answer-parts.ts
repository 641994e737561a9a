import type { ProcessingRequest } from './gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import { toChain } from '../../src/extproc/chain-metadata.js';
import type { StructObject } from '../../src/extproc/wire/struct.js';
import { toStruct } from './to-struct.js';

export interface AnswerHeadParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly decision?: StructObject;
  readonly chain?: readonly string[];
  readonly attempt?: number;
  readonly endOfStream?: boolean;
}

/** The head of a tier's answer as Envoy sends it, with the metadata and the attributes that the filter asks for. */
export function answerHead(parts: AnswerHeadParts = {}): ProcessingRequest {
  const { headers = {}, decision = { decision: 'd1' }, chain = ['tier/small', 'model/large'] } = parts;
  const all = Object.entries({ ':status': '200', 'content-type': 'application/json', ...headers });
  return {
    response_headers: {
      headers: { headers: all.map(([key, value]) => ({ key, raw_value: Buffer.from(value) })) },
      end_of_stream: parts.endOfStream ?? false,
    },
    metadata_context: {
      filter_metadata: { dragoman: toStruct(decision), 'dragoman.chain': toStruct(toChain(chain)) },
    },
    attributes: {
      'envoy.filters.http.ext_proc': toStruct({ 'upstream.request_attempt_count': parts.attempt ?? 1 }),
    },
  };
}

/** Some of a tier's answer. */
export function answerBody(text: string, end = true): ProcessingRequest {
  return { response_body: { body: Buffer.from(text), end_of_stream: end } };
}
