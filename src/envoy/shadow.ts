import type { Registry, RegistryModel } from '../config/registry.js';
import { HEADERS, shadowClusterOf } from '../mutation/wire-names.js';
import { answerObserver, NOTHING, roleOf, WHOLE_ANSWER } from './answer-observer.js';
import { bufferLimit } from './buffer-limit.js';
import { any, extension } from './extension.js';
import { hopCluster } from './internal-hop.js';
import { FILTERS, TIER_TIMEOUTS } from './route-names.js';
import type { Branch } from './yaml.js';

/** The model that copies of requests go to; `undefined` when none do. */
export function shadowModel({ policy, pool }: Registry): RegistryModel | undefined {
  return policy.shadow && pool.models.get(policy.shadow.model);
}

/**
 * Where copies of requests go. Envoy throws their answers away, after it has shown them to Dragoman; they share the model's
 * limits, keys and servers with its other requests.
 */
export function shadowCluster(registry: Registry, model: RegistryModel): Branch {
  const filters = [
    answerObserver('dragoman.shadow', roleOf('shadow', model.name), WHOLE_ANSWER),
    timeoutFilter(model.timeoutMs),
  ];
  return hopCluster(shadowClusterOf(model.name), model.name, filters, bufferLimit(registry));
}

/** Nobody waits for a copy's answer, so nothing else would end one that never comes. */
function timeoutFilter(timeoutMs: number): Branch {
  const entries = [
    { remove: TIER_TIMEOUTS.head },
    {
      append: {
        header: { key: TIER_TIMEOUTS.answer, value: String(timeoutMs) },
        append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
      },
    },
  ];
  return extension(
    'dragoman.shadow-timeout',
    'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation',
    {
      mutations: { request_mutations: entries },
    },
  );
}

/** In the listener: shows Dragoman the delivered answers of the routes below, and nothing of any other. */
export function deliveredFilter(): Branch {
  return answerObserver(FILTERS.delivered, roleOf('delivered'), NOTHING);
}

/** Each decided route once more, before it: for requests of which a copy goes to another model. */
export function shadowRoutes(registry: Registry, decided: readonly Branch[]): readonly Branch[] {
  const model = shadowModel(registry);
  if (model === undefined) return decided;
  return [...decided.map((route) => withShadow(route, shadowClusterOf(model.name))), ...decided];
}

function withShadow(route: Branch, cluster: string): Branch {
  const { match, route: action, typed_per_filter_config } = route;
  const { headers, ...others } = match as { readonly headers: readonly Branch[] };
  return {
    ...route,
    match: { ...others, headers: [...headers, { name: HEADERS.shadow, string_match: { exact: cluster } }] },
    typed_per_filter_config: {
      ...(typed_per_filter_config as Branch | undefined),
      [FILTERS.delivered]: OBSERVED,
    },
    route: {
      ...(action as Branch),
      '#request_mirror_policies':
        "Not by header: a model's cluster drops ours before Envoy would read it for the copy.",
      request_mirror_policies: [{ cluster, disable_shadow_host_suffix_append: true }],
    },
  };
}

const OBSERVED: Branch = any('envoy.extensions.filters.http.ext_proc.v3.ExtProcPerRoute', {
  overrides: { processing_mode: WHOLE_ANSWER },
});
