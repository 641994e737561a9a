import type { RegistryPool } from '../config/registry.js';
import { credentialHeaders, credentialState } from './credential-headers.js';
import { any, extension } from './extension.js';
import { PATH_STATE } from './lua.js';
import { FILTERS } from './route-names.js';
import type { Branch } from './yaml.js';

/** Keeps what the client sent, for the clusters: the attempts of one request share one set of headers. */
export function clientFilter(): Branch {
  return extension(FILTERS.client, CONFIG, keep([[PATH_STATE, ':PATH']]));
}

/** Per-route setting: keep these as well. Which headers may carry a key depends on the pool. */
export function keepCredentials(pool: RegistryPool): Branch {
  return any(CONFIG, keep(credentialHeaders(pool).map((name) => [credentialState(name), name])));
}

const CONFIG = 'envoy.extensions.filters.http.set_filter_state.v3.Config';

function keep(states: readonly (readonly [state: string, header: string])[]): Branch {
  return {
    on_request_headers: states.map(([state, header]) => ({
      object_key: state,
      factory_key: 'envoy.string',
      format_string: { text_format_source: { inline_string: `%REQ(${header})%` }, omit_empty_values: true },
      skip_if_empty: true,
    })),
  };
}
