import assert from 'node:assert/strict';
import type { ObjectOf } from '../crd-schemas.js';
import { answerHeaders, type ForeignParts, grpcProtocol, type Json } from './foreign-envoy.js';

interface Policy {
  readonly extProc: readonly {
    readonly backendSettings: { readonly circuitBreaker: { readonly maxRequestsPerConnection: number } };
    readonly failOpen: boolean;
    readonly messageTimeout: string;
    readonly processingMode: {
      readonly allowModeOverride: boolean;
      readonly request: { readonly body: string };
    };
    readonly metadata: { readonly writableNamespaces: readonly string[] };
  }[];
}

interface ClientPolicy {
  readonly connection: { readonly bufferLimit: string };
  readonly headers: { readonly earlyRequestHeaders: { readonly remove: readonly string[] } };
}

interface Rule {
  readonly matches: readonly {
    readonly path: { readonly value: string };
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly filters: readonly Json[];
  readonly backendRefs: readonly { readonly name: string }[];
  readonly timeouts: { readonly request: string };
}

const EXT_PROC = 'envoy.filters.http.ext_proc/envoyextensionpolicy/llm/dragoman/extproc/0';
const CLUSTER = 'envoyextensionpolicy/llm/dragoman/extproc/0';
const TYPE = 'type.googleapis.com/envoy.extensions';

/** Does with the chart's objects what Envoy Gateway 1.9 does with them. */
export function envoyGatewayParts(objects: readonly ObjectOf[]): ForeignParts {
  const specs = (kind: string): readonly Json[] =>
    objects
      .filter((each) => each.kind === kind)
      .map((each) => (each as ObjectOf & { readonly spec: Json }).spec);
  const [policy] = specs('EnvoyExtensionPolicy') as readonly unknown[] as readonly Policy[];
  const [client] = specs('ClientTrafficPolicy') as readonly unknown[] as readonly ClientPolicy[];
  const [extProc] = policy?.extProc ?? [];
  assert.ok(extProc && client);
  const rules = specs('HTTPRoute').flatMap(({ rules: each }) => each as readonly Rule[]);
  // More exact matches come first, as the Gateway API wants it.
  const sorted = rules.toSorted((a, b) => headersOf(b).length - headersOf(a).length);
  return {
    listener: { per_connection_buffer_limit_bytes: Number(client.connection.bufferLimit) },
    manager: {
      early_header_mutation_extensions: [
        {
          name: 'early',
          typed_config: {
            '@type': `${TYPE}.http.early_header_mutation.header_mutation.v3.HeaderMutation`,
            mutations: client.headers.earlyRequestHeaders.remove.map((name) => ({ remove: name })),
          },
        },
      ],
    },
    filters: [{ name: EXT_PROC, disabled: true, typed_config: filterOf(extProc) }],
    virtualHost: {},
    routes: sorted.map(routeOf),
    clusters: {
      [CLUSTER]: grpcProtocol(extProc.backendSettings.circuitBreaker.maxRequestsPerConnection),
      ...Object.fromEntries(rules.map((rule) => [clusterOf(rule), {}])),
    },
  };
}

function filterOf({ failOpen, messageTimeout, processingMode, metadata }: Policy['extProc'][number]): Json {
  assert.equal(processingMode.request.body, 'Buffered');
  return {
    '@type': `${TYPE}.filters.http.ext_proc.v3.ExternalProcessor`,
    grpc_service: { envoy_grpc: { cluster_name: CLUSTER, authority: 'dragoman.llm:9000' }, timeout: '10s' },
    failure_mode_allow: failOpen,
    message_timeout: messageTimeout,
    allow_mode_override: processingMode.allowModeOverride,
    processing_mode: {
      request_header_mode: 'SEND',
      request_body_mode: 'BUFFERED',
      request_trailer_mode: 'SKIP',
      response_header_mode: 'SKIP',
      response_body_mode: 'NONE',
      response_trailer_mode: 'SKIP',
    },
    metadata_options: { receiving_namespaces: { untyped: metadata.writableNamespaces } },
  };
}

function headersOf({ matches }: Rule): readonly { readonly name: string; readonly value: string }[] {
  return matches[0]?.headers ?? [];
}

function clusterOf({ backendRefs }: Rule): string {
  const [first] = backendRefs;
  assert.ok(first && backendRefs.length === 1, 'one server');
  return first.name;
}

interface Filters {
  readonly urlRewrite?: { readonly path: { readonly replacePrefixMatch: string } };
  readonly requestHeaderModifier?: { readonly remove: readonly string[] };
  readonly responseHeaderModifier?: {
    readonly set: readonly { readonly name: string; readonly value: string }[];
  };
}

function routeOf(rule: Rule): Json {
  const { urlRewrite, requestHeaderModifier, responseHeaderModifier }: Filters = Object.assign(
    {},
    ...rule.filters,
  ) as Filters;
  const set = responseHeaderModifier?.set ?? [];
  return {
    match: {
      path_separated_prefix: rule.matches[0]?.path.value,
      headers: headersOf(rule).map(({ name, value }) => ({ name, string_match: { exact: value } })),
    },
    request_headers_to_remove: requestHeaderModifier?.remove,
    response_headers_to_add: answerHeaders(Object.fromEntries(set.map(({ name, value }) => [name, value]))),
    typed_per_filter_config: {
      [EXT_PROC]: { '@type': 'type.googleapis.com/envoy.config.route.v3.FilterConfig', config: {} },
    },
    route: {
      cluster: clusterOf(rule),
      ...(urlRewrite && { prefix_rewrite: urlRewrite.path.replacePrefixMatch }),
      auto_host_rewrite: true,
      timeout: rule.timeouts.request,
    },
  };
}
