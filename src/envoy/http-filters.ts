import { WIRE_PREFIX } from '../mutation/wire-names.js';
import { clientFilter } from './client-filter.js';
import { decideFilter } from './decide-filter.js';
import { extension } from './extension.js';
import { fallbackFilter } from './fallback-filter.js';
import { FILTERS } from './route-names.js';
import { deliveredFilter } from './shadow.js';
import { jsonUsageFilter, sseUsageFilter } from './usage-filters.js';
import type { Branch } from './yaml.js';

/**
 * What a request passes on its way in, in this order, and its answer on the way out, in reverse. Nothing here depends on
 * the registry: the routes hold what does.
 */
export function httpFilters(): readonly Branch[] {
  return [
    scrubFilter(),
    decompressFilter(),
    decideFilter(),
    deliveredFilter(),
    sseUsageFilter(),
    jsonUsageFilter(),
    fallbackFilter(),
    clientFilter(),
    extension('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router', {
      '#suppress_envoy_headers':
        "Upstreams shall not learn the clients' name of this Envoy, x-envoy-original-host.",
      suppress_envoy_headers: true,
    }),
  ];
}

/** A client that could set these headers could choose its cluster, time-out and retries. */
function scrubFilter(): Branch {
  const prefixes = [WIRE_PREFIX, 'x-envoy-'];
  return extension(FILTERS.scrub, 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
    mutations: {
      '#request_mutations': 'Whoever the client is: control headers are set by Dragoman and Envoy only.',
      request_mutations: prefixes.map((prefix) => ({ remove_on_match: { key_matcher: { prefix } } })),
    },
  });
}

function decompressFilter(): Branch {
  return extension(FILTERS.decompress, 'envoy.extensions.filters.http.decompressor.v3.Decompressor', {
    decompressor_library: extension('gzip', 'envoy.extensions.compression.gzip.decompressor.v3.Gzip', {
      '#window_bits': "The widest that gzip knows: any client's body can be read.",
      window_bits: 15,
      '#max_inflate_ratio':
        'All that gzip can reach: a body over it (default: 100) is cut off in silence. The size limit still holds.',
      max_inflate_ratio: 1032,
    }),
    request_direction_config: { advertise_accept_encoding: false },
    response_direction_config: {
      common_config: { enabled: { default_value: false, runtime_key: 'none' } },
    },
  });
}
