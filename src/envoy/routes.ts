import type { Registry } from '../config/registry.js';
import { clusterOf, HEADERS, METADATA } from '../mutation/wire-names.js';
import { chainRoutes, DECIDED, REMOVED } from './chain-routes.js';
import { keepCredentials } from './client-filter.js';
import { WITHOUT_DECIDE } from './decide-filter.js';
import { defaultModel } from './default-model.js';
import { any, duration } from './extension.js';
import { fallbackModel } from './fallback-filter.js';
import { directError } from './local-reply.js';
import { FILTERS, ROUTES } from './route-names.js';
import { shadowRoutes } from './shadow.js';
import { idleTimeoutMs, longestAnswerMs } from './timeouts.js';
import type { Branch } from './yaml.js';

/** The four endpoints that Dragoman routes. */
const LLM_PATHS = '/v1/(chat/completions|completions|responses|messages)/?';

/** The list of the models, and each by its name. */
const MODELS_PATHS = '/v1/models(/.*)?';

/** Where clients say what an answer was worth. */
const FEEDBACK_PATHS = '/v1/feedback/?';

/** What was surely meant for us, and would tell a provider of models whose answer it is about. */
const NEAR_FEEDBACK_PATHS = '(?i)/v1/feedback(/.*)?';

const OFF: Branch = any('envoy.config.route.v3.FilterConfig', { disabled: true });

/** The name by which the listener asks for the routes. */
export const ROUTE_CONFIGURATION = 'llm';

/** The routes of one virtual host, first match wins. The ext_proc filter chooses again once Dragoman has decided. */
export function routeConfiguration(registry: Registry): Branch {
  return {
    name: ROUTE_CONFIGURATION,
    '#validate_clusters':
      'Refused routes are not tried again before the next change, and Envoy may read this file before cds.yaml. A\nrequest whose cluster is not there yet is a 503.',
    validate_clusters: false,
    virtual_hosts: [
      {
        name: 'llm',
        domains: ['*'],
        typed_per_filter_config: { [FILTERS.client]: keepCredentials(registry.pool) },
        request_body_buffer_limit: registry.policy.limits.maxBodyBytes,
        '#include_attempt_count_in_response':
          'x-envoy-attempt-count tells a client that a fallback answered.',
        include_attempt_count_in_response: true,
        '#response_headers_to_remove':
          'No upstream speaks in our name; ours are then added, where there are any.',
        response_headers_to_remove: decisionHeaders().map(([name]) => name),
        response_headers_to_add: decisionHeaders().map(([key, field]) => ({
          header: { key, value: `%DYNAMIC_METADATA(${METADATA.decision}:${field})%` },
          append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
          keep_empty_value: false,
        })),
        routes: [
          ...shadowRoutes(registry, [...chainRoutes(registry), decidedRoute(registry)]),
          ownRoute(ROUTES.models, MODELS_PATHS),
          ownRoute(ROUTES.feedback, FEEDBACK_PATHS),
          notFoundRoute({ safe_regex: { regex: NEAR_FEEDBACK_PATHS } }, 'Send feedback to /v1/feedback.'),
          defaultRoute(registry),
          passRoute(registry),
          notFoundRoute({ prefix: '/' }),
        ],
      },
    ],
  };
}

function decisionHeaders(): readonly (readonly [header: string, field: string])[] {
  return (['decision', 'route', 'model', 'reason', 'fallback', 'streaming'] as const).map((field) => [
    HEADERS[field],
    field,
  ]);
}

function decidedRoute(registry: Registry): Branch {
  return {
    name: ROUTES.decided,
    match: {
      prefix: '/v1/',
      headers: [{ name: HEADERS.cluster, present_match: true }],
      dynamic_metadata: [DECIDED],
    },
    request_headers_to_remove: REMOVED,
    route: {
      cluster_header: HEADERS.cluster,
      cluster_not_found_response_code: 'SERVICE_UNAVAILABLE',
      auto_host_rewrite: true,
      timeout: duration(longestAnswerMs(registry)),
      idle_timeout: duration(idleTimeoutMs(registry)),
      retry_policy: sameModelRetries(),
    },
  };
}

/** An answer must not be generated twice: only a request that no server has read is sent again. */
function sameModelRetries(): Branch {
  return {
    retry_on: 'connect-failure,refused-stream,reset-before-request',
    num_retries: 2,
    retry_back_off: { base_interval: '0.025s', max_interval: '0.25s' },
    retry_host_predicate: [
      {
        name: 'envoy.retry_host_predicates.previous_hosts',
        typed_config: any('envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate'),
      },
    ],
    host_selection_retry_max_attempts: 3,
  };
}

/** Dragoman answers; Envoy itself only says that it does not. */
function ownRoute(name: string, regex: string): Branch {
  return { name, match: { safe_regex: { regex } }, ...directError('router_unavailable') };
}

/** Where a request starts, and where it stays when Dragoman is down or declines. */
function defaultRoute(registry: Registry): Branch {
  return {
    name: ROUTES.default,
    match: { safe_regex: { regex: LLM_PATHS } },
    request_headers_to_remove: REMOVED,
    typed_per_filter_config: { [FILTERS.fallbackModel]: fallbackModel(registry.pool) },
    route: toDefaultModel(registry),
  };
}

/** The default model's other endpoints (embeddings, files, ...): nothing is read, held or changed. */
function passRoute(registry: Registry): Branch {
  return {
    name: ROUTES.pass,
    match: { prefix: '/v1/' },
    typed_per_filter_config: {
      [FILTERS.decide]: WITHOUT_DECIDE,
      [FILTERS.decompress]: OFF,
      [FILTERS.sseUsage]: OFF,
      [FILTERS.jsonUsage]: OFF,
    },
    route: toDefaultModel(registry),
  };
}

function toDefaultModel(registry: Registry): Branch {
  const model = defaultModel(registry.pool);
  return {
    cluster: clusterOf(model.name),
    auto_host_rewrite: true,
    timeout: duration(model.timeoutMs),
    idle_timeout: duration(idleTimeoutMs(registry)),
    retry_policy: sameModelRetries(),
  };
}

function notFoundRoute(match: Branch, remedy?: string): Branch {
  return {
    name: ROUTES.notFound,
    match,
    typed_per_filter_config: { [FILTERS.decide]: WITHOUT_DECIDE, [FILTERS.decompress]: OFF },
    ...directError('path_not_found', remedy),
  };
}
