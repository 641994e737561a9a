import assert from 'node:assert/strict';
import type { ObjectOf } from '../crd-schemas.js';
import { answerHeaders, type ForeignParts, grpcProtocol, type Json } from './foreign-envoy.js';

interface Patch {
  readonly applyTo: string;
  readonly match: {
    readonly routeConfiguration?: { readonly vhost: { readonly route?: { readonly name: string } } };
  };
  readonly patch: { readonly operation: string; readonly value: Json };
}

interface HttpRoute {
  readonly name: string;
  readonly match: readonly {
    readonly uri: { readonly prefix: string };
    readonly headers?: Readonly<Record<string, { readonly exact: string }>>;
  }[];
  readonly rewrite: { readonly uri: string; readonly authority?: string };
  readonly headers: {
    readonly request: { readonly remove: readonly string[] };
    readonly response: { readonly set: Readonly<Record<string, string>> };
  };
  readonly route: readonly {
    readonly destination: { readonly host: string; readonly port: { readonly number: number } };
  }[];
  readonly timeout: string;
}

/** Does with the chart's objects what istiod does with them for a gateway's Envoy. */
export function istioParts(objects: readonly ObjectOf[]): ForeignParts {
  const spec = (kind: string, name = 'dragoman'): Json => {
    const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
    assert.ok(found, `${kind} ${name}`);
    return (found as ObjectOf & { readonly spec: Json }).spec;
  };
  const patches = spec('EnvoyFilter')['configPatches'] as readonly Patch[];
  const valuesOf = (kind: string): readonly Json[] =>
    patches.filter(({ applyTo }) => applyTo === kind).map(({ patch }) => patch.value);
  const routes = spec('VirtualService')['http'] as readonly HttpRoute[];
  const { typed_config: manager } = merged(valuesOf('NETWORK_FILTER')) as { readonly typed_config: Json };
  const { host, trafficPolicy } = spec('DestinationRule') as unknown as DragomanRule;
  return {
    listener: merged(valuesOf('LISTENER')),
    manager,
    filters: valuesOf('HTTP_FILTER'),
    virtualHost: merged(valuesOf('VIRTUAL_HOST')),
    routes: routes.map((route) => ({
      ...routeOf(route),
      ...merged(
        patches
          .filter(({ match }) => match.routeConfiguration?.vhost.route?.name === route.name)
          .map(({ patch }) => patch.value),
      ),
    })),
    clusters: {
      [`outbound|9000||${host}`]: grpcProtocol(trafficPolicy.connectionPool.http.maxRequestsPerConnection),
      ...Object.fromEntries(routes.map((route) => [clusterOf(route), {}])),
    },
  };
}

interface DragomanRule {
  readonly host: string;
  readonly trafficPolicy: {
    readonly connectionPool: { readonly http: { readonly maxRequestsPerConnection: number } };
  };
}

function merged(values: readonly Json[]): Json {
  return Object.assign({}, ...values) as Json;
}

function clusterOf({ route }: HttpRoute): string {
  const [first] = route;
  assert.ok(first && route.length === 1, 'one destination');
  const { host, port } = first.destination;
  return `outbound|${port.number}||${host}`;
}

function routeOf(http: HttpRoute): Json {
  const [match] = http.match;
  assert.ok(match);
  return {
    name: http.name,
    match: {
      prefix: match.uri.prefix,
      headers: Object.entries(match.headers ?? {}).map(([name, { exact }]) => ({
        name,
        string_match: { exact },
      })),
    },
    request_headers_to_remove: http.headers.request.remove,
    response_headers_to_add: answerHeaders(http.headers.response.set),
    route: {
      cluster: clusterOf(http),
      prefix_rewrite: http.rewrite.uri,
      ...(http.rewrite.authority !== undefined && { host_rewrite_literal: http.rewrite.authority }),
      timeout: http.timeout,
    },
  };
}
