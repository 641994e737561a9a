import type { Reply } from './mutation.js';

/**
 * An immediate answer in JSON.
 *
 * @param code shown to Envoy as `dragoman_<code>`
 * @param headers added to the content type
 */
export function jsonReply(
  status: number,
  value: object,
  code: string,
  headers: Reply['headers'] = [],
): Reply {
  return {
    kind: 'reply',
    status,
    headers: [['content-type', 'application/json'], ...headers],
    body: JSON.stringify(value),
    details: `dragoman_${code}`,
  };
}
