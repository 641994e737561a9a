import type { HeaderMap__Output } from '../gen/envoy/config/core/v3/HeaderMap.js';
import type { RequestHead } from '../request/request-head.js';

/** Reads Envoy's header map, whose names are in lower case already. */
export function readRequestHead(map: HeaderMap__Output | undefined): RequestHead {
  const headers = new Map<string, string>();
  let method = '';
  let path = '';
  for (const { key, value, raw_value: raw } of map?.headers ?? []) {
    if (key === undefined || key === '') continue;
    const text = raw !== undefined && raw.length > 0 ? raw.toString() : (value ?? '');
    if (key === ':method') method = text.toUpperCase();
    else if (key === ':path') path = text;
    else if (!key.startsWith(':')) {
      const earlier = headers.get(key);
      headers.set(key, earlier === undefined ? text : `${earlier}, ${text}`);
    }
  }
  return { method, path, headers };
}
