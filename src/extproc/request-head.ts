import type { RequestHead } from '../request/request-head.js';
import type { HeaderMap } from './wire/header-map.js';

/** Reads Envoy's header map of a request. */
export function readRequestHead({ headers, pseudo }: HeaderMap): RequestHead {
  return {
    method: pseudo.get(':method')?.toUpperCase() ?? '',
    path: pseudo.get(':path') ?? '',
    headers,
  };
}
