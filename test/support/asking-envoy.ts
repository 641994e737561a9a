import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../src/package-root.js';

const EXTENSIONS = 'type.googleapis.com/envoy.extensions';
const CONNECTION_MANAGER = 'network.http_connection_manager.v3.HttpConnectionManager';
const PORT = 8080;

interface Upstream {
  readonly host: string;
  readonly port: number;
}

interface AskingEnvoy {
  readonly name: string;
  readonly namespace: string;
  /** Dragoman's gRPC Service. */
  readonly dragoman: Upstream;
  readonly models: Readonly<Record<string, Upstream>>;
  /** The model whose route a request starts on. */
  readonly byDefault: string;
}

/** An Envoy that asks Dragoman over TCP and routes by the header of the decision, written by hand. It listens on 8080. */
export function askingEnvoy(options: AskingEnvoy): readonly object[] {
  const { name, namespace } = options;
  const envoy = { 'envoy.yaml': JSON.stringify(bootstrap(options)) };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: envoy },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: { app: name } },
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'envoy',
            image: image(),
            imagePullPolicy: 'Never',
            command: ['envoy', '--config-path', '/etc/envoy/envoy.yaml', '--concurrency', '1'],
            readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 1 },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
            volumeMounts: [{ name: 'config', mountPath: '/etc/envoy', readOnly: true }],
          },
        ],
        volumes: [{ name: 'config', configMap: { name } }],
      },
    },
  ];
}

/** The Envoy of the chart. */
function image(): string {
  const values = parse(readFileSync(join(packageRoot, 'helm/dragoman/values.yaml'), 'utf8')) as {
    envoy: { image: { repository: string; tag: string } };
  };
  return `docker.io/${values.envoy.image.repository}:${values.envoy.image.tag}`;
}

function bootstrap({ dragoman, models, byDefault }: AskingEnvoy): object {
  const http2 = {
    [`envoy.extensions.upstreams.http.v3.HttpProtocolOptions`]: {
      '@type': `${EXTENSIONS}.upstreams.http.v3.HttpProtocolOptions`,
      common_http_protocol_options: { max_requests_per_connection: 500 },
      explicit_http_config: { http2_protocol_options: {} },
    },
  };
  const manager = {
    '@type': `${EXTENSIONS}.filters.${CONNECTION_MANAGER}`,
    stat_prefix: 'llm',
    http_filters: [
      { name: 'dragoman', typed_config: decide() },
      { name: 'router', typed_config: { '@type': `${EXTENSIONS}.filters.http.router.v3.Router` } },
    ],
    route_config: { virtual_hosts: [{ name: 'all', domains: ['*'], routes: routes(models, byDefault) }] },
  };
  return {
    static_resources: {
      listeners: [
        {
          name: 'llm',
          address: socket({ host: '0.0.0.0', port: PORT }),
          filter_chains: [{ filters: [{ name: 'manager', typed_config: manager }] }],
        },
      ],
      clusters: [
        { ...cluster('dragoman', dragoman), typed_extension_protocol_options: http2 },
        ...Object.entries(models).map(([name, upstream]) => cluster(name, upstream)),
      ],
    },
  };
}

function decide(): object {
  return {
    '@type': `${EXTENSIONS}.filters.http.ext_proc.v3.ExternalProcessor`,
    grpc_service: { envoy_grpc: { cluster_name: 'dragoman' }, timeout: '0s' },
    message_timeout: '5s',
    failure_mode_allow: true,
    allow_mode_override: true,
    processing_mode: {
      request_header_mode: 'SEND',
      request_body_mode: 'BUFFERED',
      response_header_mode: 'SKIP',
    },
    mutation_rules: { allow_envoy: true },
    metadata_options: { receiving_namespaces: { untyped: ['dragoman', 'dragoman.chain'] } },
  };
}

function routes(models: AskingEnvoy['models'], byDefault: string): readonly object[] {
  const chosen = Object.keys(models).map((name) => ({
    match: {
      prefix: '/',
      headers: [{ name: 'x-dragoman-cluster', string_match: { exact: `model/${name}` } }],
    },
    route: { cluster: name, timeout: '0s' },
  }));
  return [...chosen, { match: { prefix: '/' }, route: { cluster: byDefault, timeout: '0s' } }];
}

const socket = ({ host, port }: Upstream): object => ({
  socket_address: { address: host, port_value: port },
});

function cluster(name: string, upstream: Upstream): object {
  const endpoint = { address: socket(upstream) };
  return {
    name,
    type: 'STRICT_DNS',
    connect_timeout: '2s',
    load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint }] }] },
  };
}
