import type { Endpoint } from './request-view.js';

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['/v1/chat/completions', 'chat-completions'],
  ['/v1/completions', 'completions'],
  ['/v1/responses', 'responses'],
  ['/v1/messages', 'messages'],
]);

/**
 * The request shape that a path stands for; absent for every path that is not ours.
 * @param path `:path` as sent; its query and one trailing slash are ignored, letter case is not
 */
export function endpointOf(path: string): Endpoint | undefined {
  const query = path.indexOf('?');
  const bare = query < 0 ? path : path.slice(0, query);
  return ENDPOINTS.get(bare.endsWith('/') ? bare.slice(0, -1) : bare);
}
