/** Configuration of an Envoy that only forwards to `upstreamPort`; all ports are on 127.0.0.1. */
export function plainEnvoy(ports: {
  readonly listener: number;
  readonly admin: number;
  readonly upstream: number;
}): string {
  const address = (port: number): string => `{socket_address: {address: 127.0.0.1, port_value: ${port}}}`;
  return `admin: {address: ${address(ports.admin)}}
static_resources:
  listeners:
  - name: plain
    address: ${address(ports.listener)}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: plain
          route_config:
            virtual_hosts:
            - name: all
              domains: ["*"]
              routes:
              - {match: {prefix: /}, route: {cluster: upstream, timeout: 0s}}
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}
  clusters:
  - name: upstream
    connect_timeout: 2s
    load_assignment:
      cluster_name: upstream
      endpoints: [{lb_endpoints: [{endpoint: {address: ${address(ports.upstream)}}}]}]
`;
}
