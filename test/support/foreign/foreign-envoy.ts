import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EnvoyProcess, startEnvoy } from '../envoy-process.js';

export type Json = Readonly<Record<string, unknown>>;

/** What a control plane makes of the chart's objects, as far as Envoy's configuration depends on them. */
export interface ForeignParts {
  /** Of the listener. */
  readonly listener: Json;
  /** Of the connection manager. */
  readonly manager: Json;
  /** In their order, without the router. */
  readonly filters: readonly Json[];
  readonly virtualHost: Json;
  readonly routes: readonly Json[];
  /** By name; where each really is, {@link Addresses} say. */
  readonly clusters: Readonly<Record<string, Json>>;
}

/** Cluster name to port on 127.0.0.1. */
export type Addresses = (cluster: string) => number;

const TYPE = 'type.googleapis.com/envoy.extensions';

/** Runs an Envoy with these parts in `folder`. */
export function startForeignEnvoy(
  folder: string,
  parts: ForeignParts,
  portOf: Addresses,
): Promise<EnvoyProcess> {
  mkdirSync(folder, { recursive: true });
  const address = (port: number): Json => ({ socket_address: { address: '127.0.0.1', port_value: port } });
  const manager = {
    '@type': `${TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
    stat_prefix: 'llm',
    use_remote_address: true,
    ...parts.manager,
    route_config: {
      name: 'foreign',
      virtual_hosts: [{ name: 'foreign', domains: ['*'], ...parts.virtualHost, routes: parts.routes }],
    },
    http_filters: [
      ...parts.filters,
      {
        name: 'envoy.filters.http.router',
        typed_config: { '@type': `${TYPE}.filters.http.router.v3.Router` },
      },
    ],
  };
  const bootstrap = {
    admin: { address: address(0) },
    static_resources: {
      listeners: [
        {
          name: 'llm',
          address: address(0),
          ...parts.listener,
          filter_chains: [
            {
              filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }],
            },
          ],
        },
      ],
      clusters: Object.entries(parts.clusters).map(([name, cluster]) => ({
        name,
        type: 'STATIC',
        ...cluster,
        load_assignment: {
          cluster_name: name,
          endpoints: [{ lb_endpoints: [{ endpoint: { address: address(portOf(name)) } }] }],
        },
      })),
    },
  };
  // JSON is YAML.
  writeFileSync(join(folder, 'envoy.yaml'), JSON.stringify(bootstrap));
  return startEnvoy(folder);
}

/** Protocol of a cluster that gRPC streams go to. @param limit requests after which a connection is closed */
export function grpcProtocol(limit: number): Json {
  return {
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
        '@type': `${TYPE}.upstreams.http.v3.HttpProtocolOptions`,
        common_http_protocol_options: { max_requests_per_connection: limit },
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
  };
}

/** Sets these headers on every answer. */
export function answerHeaders(headers: Readonly<Record<string, string>>): readonly Json[] {
  return Object.entries(headers).map(([key, value]) => ({
    header: { key, value },
    append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
  }));
}
