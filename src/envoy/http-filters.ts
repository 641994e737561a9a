import type { Registry } from '../config/registry.js';
import { WIRE_PREFIX } from '../mutation/wire-names.js';
import { credentialHeaders, credentialState } from './credential-headers.js';
import { decideFilter } from './decide-filter.js';
import { defaultModel } from './default-model.js';
import { extension } from './extension.js';
import { fallbackModelScript, PATH_STATE } from './lua.js';
import { FILTERS } from './route-names.js';
import { jsonUsageFilter, sseUsageFilter } from './usage-filters.js';
import type { Branch } from './yaml.js';

/** The name of the script in the fallback filter that the default route switches on. */
export const FALLBACK_SCRIPT = 'fallback';

/** What a request passes on its way in, in this order, and its answer on the way out, in reverse. */
export function httpFilters(registry: Registry): readonly Branch[] {
  return [
    scrubFilter(),
    decompressFilter(),
    decideFilter(),
    sseUsageFilter(),
    jsonUsageFilter(),
    fallbackFilter(registry),
    clientFilter(registry),
    extension('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router'),
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

function fallbackFilter({ pool }: Registry): Branch {
  return extension(FILTERS.fallbackModel, 'envoy.extensions.filters.http.lua.v3.Lua', {
    '#clear_route_cache': 'By default a changed header chooses the route anew.',
    clear_route_cache: false,
    source_codes: {
      [FALLBACK_SCRIPT]: { inline_string: fallbackModelScript(defaultModel(pool).upstreamModel) },
    },
  });
}

/** Keeps what the client sent, for the clusters: the attempts of one request share one set of headers. */
function clientFilter({ pool }: Registry): Branch {
  const kept = [
    [PATH_STATE, ':PATH'],
    ...credentialHeaders(pool).map((name) => [credentialState(name), name]),
  ] as const;
  return extension(FILTERS.client, 'envoy.extensions.filters.http.set_filter_state.v3.Config', {
    on_request_headers: kept.map(([state = '', header = '']) => ({
      object_key: state,
      factory_key: 'envoy.string',
      format_string: { text_format_source: { inline_string: `%REQ(${header})%` }, omit_empty_values: true },
      skip_if_empty: true,
    })),
  });
}
