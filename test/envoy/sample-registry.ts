import type { Registry, RegistryModel } from '../../src/config/registry.js';
import type { EnvoyOptions } from '../../src/envoy/envoy-options.js';

/** A model on one local server; `changes` say what the test is about. */
export function sampleModel(name: string, changes: Partial<RegistryModel> = {}): RegistryModel {
  return {
    name,
    upstreamModel: `org/${name}`,
    tls: false,
    pathPrefix: '/v1',
    backends: [{ host: '127.0.0.1', port: 8000, weight: 1 }],
    price: { input: 0, output: 0 },
    contextLength: undefined,
    capabilities: undefined,
    endpoints: undefined,
    safetyClasses: new Set(),
    apiKey: undefined,
    caFile: undefined,
    serverName: undefined,
    healthCheck: undefined,
    timeoutMs: 60_000,
    maxRequests: 1024,
    ...changes,
  };
}

/** A registry of these models; the first is the default. */
export function sampleRegistry(models: readonly RegistryModel[], maxBodyBytes = 16_777_216): Registry {
  return {
    version: '0123456789ab',
    files: [],
    directory: '/registry',
    pool: {
      default: models[0]?.name ?? '',
      aliases: new Set(['auto']),
      models: new Map(models.map((model) => [model.name, model])),
    },
    routes: [],
    policy: {
      tenantHeader: 'x-tenant-id',
      margin: 0.1,
      encoder: { deadlineMs: 250, workers: 1, queue: 64 },
      limits: { maxBodyBytes, maxDepth: 100 },
    },
  };
}

export const SAMPLE_OPTIONS: EnvoyOptions = {
  listen: { host: '127.0.0.1', port: 0 },
  admin: { host: '127.0.0.1', port: 0 },
  dragoman: { kind: 'unix', path: '/run/dragoman/extproc.sock' },
  xdsDirectory: '/run/dragoman/xds',
  systemCaFile: '/etc/ssl/certs/ca-certificates.crt',
};
