import type { RegistryPool } from '../config/registry.js';
import type { Branch } from './yaml.js';

/** Headers that may carry a key, lower case, sorted: the usual ones and those that the pool names. */
export function credentialHeaders(pool: RegistryPool): readonly string[] {
  const named = [...pool.models.values()].flatMap((model) =>
    model.apiKey === undefined ? [] : [model.apiKey.header],
  );
  const all = ['authorization', 'x-api-key', 'api-key', ...named].map((name) => name.toLowerCase());
  return [...new Set(all)].sort();
}

/** The filter state that keeps the client's own value of a credential header. */
export function credentialState(header: string): string {
  return `dragoman.client.${header}`;
}

/** Header mutations that remove every control header, Dragoman's and Envoy's. */
export const CONTROL_HEADERS: readonly Branch[] = ['x-dragoman-', 'x-envoy-'].map((prefix) => ({
  remove_on_match: { key_matcher: { prefix } },
}));

/**
 * Header mutations of a model's cluster: no control header leaves Envoy, and no key meant for one upstream reaches
 * another. The attempts of one request share one set of headers, so a key added by the first attempt would still be
 * there at the second; each cluster therefore starts from the client's own headers, or from none if it has its own key.
 */
export function upstreamHeaderMutations(
  headers: readonly string[],
  keepClientKeys: boolean,
): readonly Branch[] {
  const drop = headers.map((name) => ({ remove: name }));
  const restore = headers.map((name) => ({
    append: {
      header: { key: name, value: `%FILTER_STATE(${credentialState(name)}:PLAIN)%` },
      append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
    },
  }));
  return [...CONTROL_HEADERS, ...drop, ...(keepClientKeys ? restore : [])];
}
