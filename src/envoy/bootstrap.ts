import type { Registry } from '../config/registry.js';
import { socketAddress } from './address.js';
import { dragomanCluster } from './dragoman-cluster.js';
import type { EnvoyOptions } from './envoy-options.js';
import { any, extension } from './extension.js';
import { otlpCluster } from './otlp-cluster.js';
import { fileSource } from './secret.js';
import type { Branch } from './yaml.js';

/** More connections than this are refused; every one costs memory. */
const MAX_CONNECTIONS = 50_000;

/** What both forms of the configuration share. */
export function bootstrapBase({ admin }: Pick<EnvoyOptions, 'admin'>): Branch {
  return {
    '#node': 'Files that are watched need it.',
    node: { id: 'dragoman-envoy', cluster: 'dragoman-envoy' },
    '#admin': 'Anyone who can reach it can stop Envoy and read its configuration.',
    admin: { address: socketAddress(admin) },
    '#bootstrap_extensions': 'For the tiers of cascades, which may come while Envoy runs.',
    bootstrap_extensions: [
      extension(
        'envoy.bootstrap.internal_listener',
        'envoy.extensions.bootstrap.internal_listener.v3.InternalListener',
      ),
    ],
    overload_manager: {
      resource_monitors: [
        {
          name: 'envoy.resource_monitors.global_downstream_max_connections',
          typed_config: any(
            'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig',
            { max_active_downstream_connections: MAX_CONNECTIONS },
          ),
        },
      ],
    },
  };
}

/** Clusters that do not depend on the registry's models; they stay while the files change. */
export function fixedClusters(registry: Registry, options: EnvoyOptions): readonly Branch[] {
  return [
    dragomanCluster(registry, options),
    ...(options.otlp === undefined ? [] : [otlpCluster(options.otlp)]),
  ];
}

/** Reads the models and the listener from files that it watches; the listener names the file of its routes. */
export function bootstrap(registry: Registry, options: EnvoyOptions): Branch {
  return {
    ...bootstrapBase(options),
    '#dynamic_resources': 'Read again after every rename in the folder.',
    dynamic_resources: {
      cds_config: fileSource(options.xdsDirectory, 'cds.yaml'),
      lds_config: fileSource(options.xdsDirectory, 'lds.yaml'),
    },
    static_resources: { clusters: fixedClusters(registry, options) },
  };
}
