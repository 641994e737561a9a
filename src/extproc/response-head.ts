import type { HeaderMap__Output } from '../gen/envoy/config/core/v3/HeaderMap.js';
import { readHeaders } from './request-head.js';

export interface ResponseHead {
  /** 0 when Envoy showed none. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

/** Reads the header map of an answer. */
export function readResponseHead(map: HeaderMap__Output | undefined): ResponseHead {
  const { headers, pseudo } = readHeaders(map);
  return { status: Number(pseudo.get(':status') ?? 0), headers };
}
