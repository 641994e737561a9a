import { isUtf8 } from 'node:buffer';
import type { HeaderMap__Output } from '../gen/envoy/config/core/v3/HeaderMap.js';
import type { RequestHead } from '../request/request-head.js';

/** Reads Envoy's header map of a request. */
export function readRequestHead(map: HeaderMap__Output | undefined): RequestHead {
  const { headers, pseudo } = readHeaders(map);
  return {
    method: pseudo.get(':method')?.toUpperCase() ?? '',
    path: pseudo.get(':path') ?? '',
    headers,
  };
}

/** Envoy's header map, whose names are in lower case already: the headers, repeated ones joined, and those that begin with `:`. */
export function readHeaders(map: HeaderMap__Output | undefined): {
  readonly headers: ReadonlyMap<string, string>;
  readonly pseudo: ReadonlyMap<string, string>;
} {
  const headers = new Map<string, string>();
  const pseudo = new Map<string, string>();
  for (const { key, value, raw_value: raw } of map?.headers ?? []) {
    if (key === undefined || key === '') continue;
    const text = raw !== undefined && raw.length > 0 ? textOf(raw) : (value ?? '');
    if (key.startsWith(':')) {
      pseudo.set(key, text);
      continue;
    }
    const earlier = headers.get(key);
    headers.set(key, earlier === undefined ? text : `${earlier}, ${text}`);
  }
  return { headers, pseudo };
}

/** As UTF-8, or else as Latin-1, so that no two values read the same because neither is UTF-8: a tenant may be told by them. */
function textOf(raw: Buffer): string {
  return raw.toString(isUtf8(raw) ? 'utf8' : 'latin1');
}
