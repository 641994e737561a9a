import { discoveryType, socketAddress } from './address.js';
import type { EnvoyOptions } from './envoy-options.js';
import type { Branch } from './yaml.js';

export const OTLP_CLUSTER = 'otlp';

/** The collector that takes Envoy's spans. */
export function otlpCluster(otlp: NonNullable<EnvoyOptions['otlp']>): Branch {
  return {
    name: OTLP_CLUSTER,
    type: discoveryType([otlp.host]),
    dns_lookup_family: 'V4_PREFERRED',
    connect_timeout: '1s',
    load_assignment: {
      cluster_name: OTLP_CLUSTER,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: socketAddress(otlp) } }] }],
    },
  };
}
