import type { Registry, RegistryModel } from '../config/registry.js';
import { tierOf } from '../mutation/wire-names.js';
import { allRoutes } from '../config/all-routes.js';
import { bufferLimit } from './buffer-limit.js';
import { extension } from './extension.js';
import { gateFilters } from './gate-filters.js';
import { hopCluster } from './internal-hop.js';
import { tierScript } from './lua.js';
import type { Branch } from './yaml.js';

/**
 * The models that a cascade reaches as a tier: all but its last, whose answer is delivered as it comes. In the order of the
 * pool.
 */
export function tierModels(registry: Registry): readonly RegistryModel[] {
  const names = new Set(
    allRoutes(registry).flatMap(({ cascade }) => cascade?.tiers.slice(0, -1).map(({ model }) => model) ?? []),
  );
  return [...registry.pool.models.values()].filter(({ name }) => names.has(name));
}

/** Room for an answer that is held to be judged, in bytes: a larger one ends in an error of Envoy, which no setting lets pass. */
const ANSWER_ROOM = 33_554_432;

/**
 * A model as a tier: its answers are judged, and whatever goes wrong with it takes the request to the next tier.
 *
 * Envoy never retries a request that it could not send: a full breaker, a cluster without hosts and an unknown one end it.
 * So the server of this cluster is a listener of the same Envoy, without a socket, which asks the model's own cluster. What
 * ends a request there arrives here as an answer, a 503, and that is retried.
 */
export function tierCluster(registry: Registry, model: RegistryModel): Branch {
  const filters = [
    ...gateFilters(model.name),
    extension('dragoman.tier', 'envoy.extensions.filters.http.lua.v3.Lua', {
      default_source_code: { inline_string: tierScript(model.name) },
    }),
  ];
  return hopCluster(tierOf(model.name), model.name, filters, Math.max(ANSWER_ROOM, bufferLimit(registry)));
}
