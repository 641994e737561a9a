import type { RegistryPool } from '../config/registry.js';
import { defaultModel } from './default-model.js';
import { any, extension } from './extension.js';
import { fallbackModelScript } from './lua.js';
import { FILTERS } from './route-names.js';
import type { Branch } from './yaml.js';

/** Does nothing but on routes that give it a script, see {@link fallbackModel}. */
export function fallbackFilter(): Branch {
  return extension(FILTERS.fallbackModel, 'envoy.extensions.filters.http.lua.v3.Lua', {
    '#clear_route_cache': 'By default a changed header chooses the route anew.',
    clear_route_cache: false,
  });
}

/** Per-route setting: write the default model into the body. */
export function fallbackModel(pool: RegistryPool): Branch {
  return any('envoy.extensions.filters.http.lua.v3.LuaPerRoute', {
    source_code: { inline_string: fallbackModelScript(defaultModel(pool).upstreamModel) },
  });
}
