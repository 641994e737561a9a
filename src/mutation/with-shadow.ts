import type { Forward } from './mutation.js';
import { HEADERS, shadowClusterOf } from './wire-names.js';

/** Has Envoy send a copy of the request to a further pool model. */
export function withShadow(forward: Forward, model: string): Forward {
  return { ...forward, headers: [...forward.headers, [HEADERS.shadow, shadowClusterOf(model)]] };
}
