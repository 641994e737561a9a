/** Ports and paths of the smallest Envoy that decides, chains, reads usage and reports. */
export interface EnvoyPorts {
  /** The ext_proc server's Unix socket. */
  readonly socket: string;
  /** An upstream that answers. */
  readonly upstream: number;
  /** A port that nobody listens on. */
  readonly dead: number;
}

const TYPE = 'type.googleapis.com/envoy.extensions';

/** https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/ext_proc_filter */
export function envoyConfig({ socket, upstream, dead }: EnvoyPorts): string {
  return `
admin: {address: {socket_address: {address: 127.0.0.1, port_value: 0}}}
static_resources:
  listeners:
  - name: llm
    address: {socket_address: {address: 127.0.0.1, port_value: 0}}
    filter_chains:
    - filters:
      - name: hcm
        typed_config:
          "@type": ${TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: llm
          access_log:
          - name: outcomes
            typed_config:
              "@type": ${TYPE}.access_loggers.grpc.v3.HttpGrpcAccessLogConfig
              common_config:
                log_name: dragoman
                transport_api_version: V3
                grpc_service: {envoy_grpc: {cluster_name: dragoman}}
                buffer_flush_interval: 0.05s
          route_config:
            virtual_hosts:
            - name: llm
              domains: ["*"]
              request_body_buffer_limit: 1048576
              routes:
              - match: {prefix: /, headers: [{name: x-dragoman-mode, string_match: {exact: chain}}]}
                route:
                  retry_policy: {retry_on: "connect-failure,5xx", refresh_cluster_on_retry: true}
                  inline_cluster_specifier_plugin:
                    extension:
                      name: chain
                      typed_config:
                        "@type": ${TYPE}.router.cluster_specifiers.priority_group.v3.PriorityGroupClusterSpecifier
                        override_metadata_namespace: dragoman.chain
                        priority_groups: [{name: model/large, clusters: [{cluster_name: model/large, weight: 1}]}]
              - match: {prefix: /, headers: [{name: x-dragoman-cluster, present_match: true}]}
                route: {cluster_header: x-dragoman-cluster}
              - match: {prefix: /}
                response_headers_to_add: [{header: {key: x-dragoman-fallback, value: default}}]
                route: {cluster: model/large}
          http_filters:
          - name: decide
            typed_config:
              "@type": ${TYPE}.filters.http.ext_proc.v3.ExternalProcessor
              grpc_service: {envoy_grpc: {cluster_name: dragoman}, timeout: 0s}
              message_timeout: 10s
              failure_mode_allow: true
              allow_mode_override: true
              processing_mode: {request_header_mode: SEND, request_body_mode: BUFFERED, response_header_mode: SKIP}
              mutation_rules: {allow_envoy: true}
              metadata_options: {receiving_namespaces: {untyped: [dragoman, dragoman.chain]}}
          - name: usage
            typed_config:
              "@type": ${TYPE}.filters.http.json_to_metadata.v3.JsonToMetadata
              response_rules:
                rules:
                - selectors: [{key: usage}, {key: prompt_tokens}]
                  on_present: {metadata_namespace: dragoman.usage, key: input, type: NUMBER}
                - selectors: [{key: usage}, {key: completion_tokens}]
                  on_present: {metadata_namespace: dragoman.usage, key: output, type: NUMBER}
                - selectors: [{key: model}]
                  on_present: {metadata_namespace: dragoman.usage, key: model, type: STRING}
          - name: router
            typed_config: {"@type": ${TYPE}.filters.http.router.v3.Router}
  clusters:
  - name: dragoman
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": ${TYPE}.upstreams.http.v3.HttpProtocolOptions
        common_http_protocol_options: {max_requests_per_connection: 500}
        explicit_http_config: {http2_protocol_options: {}}
    health_checks:
    - {timeout: 5s, interval: 0.2s, no_traffic_interval: 0.2s, unhealthy_threshold: 1, healthy_threshold: 1, grpc_health_check: {service_name: readiness}}
    common_lb_config: {healthy_panic_threshold: {value: 0}}
    load_assignment:
      cluster_name: dragoman
      endpoints: [{lb_endpoints: [{endpoint: {address: {pipe: {path: "${socket}"}}}}]}]
${cluster('model/small', upstream)}${cluster('model/large', upstream)}${cluster('model/dead', dead)}`;
}

function cluster(name: string, port: number): string {
  return `
  - name: ${name}
    load_assignment:
      cluster_name: ${name}
      endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: ${port}}}}}]}]
`;
}
