import { fail } from '../errors.js';
import { quoted } from './json-value.js';
import type { RequestHead } from './request-head.js';

/**
 * What is wrong with how a body is encoded; `undefined` for one that is plain. Envoy has undone gzip by now. Names are in any
 * letter case (RFC 9110, 8.4.1).
 */
export function encodingProblem({
  headers,
}: Pick<RequestHead, 'headers'>): ReturnType<typeof fail> | undefined {
  const encoding = headers.get('content-encoding')?.trim() ?? '';
  if (encoding === '' || encoding.toLowerCase() === 'identity') return undefined;
  const found = `The body's content-encoding is ${quoted(encoding)}`;
  return fail('encoding_unsupported', `${found}; send it plain or with gzip.`);
}
