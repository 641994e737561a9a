import type { Registry, RegistryModel } from '../../src/config/registry.js';
import type { EnvoyOptions } from '../../src/envoy/envoy-options.js';
import { buildModel, buildRegistry } from '../support/build-registry.js';

/** A model on one local server; `changes` say what the test is about. */
export function sampleModel(name: string, changes: Partial<RegistryModel> = {}): RegistryModel {
  const backends = [{ host: '127.0.0.1', port: 8000, weight: 1 }];
  return buildModel(name, { backends, timeoutMs: 60_000, ...changes });
}

/** A registry of these models; the first is the default. */
export function sampleRegistry(models: readonly RegistryModel[], maxBodyBytes = 16_777_216): Registry {
  const [first, ...others] = models;
  if (first === undefined) throw new Error('A registry has at least one model.');
  return buildRegistry([first, ...others], [], { limits: { maxBodyBytes, maxDepth: 100 } });
}

export const SAMPLE_OPTIONS: EnvoyOptions = {
  listen: { host: '127.0.0.1', port: 0 },
  internal: { host: '127.0.0.1', port: 0 },
  admin: { host: '127.0.0.1', port: 0 },
  dragoman: { kind: 'unix', path: '/run/dragoman/extproc.sock' },
  xdsDirectory: '/run/dragoman/xds',
  systemCaFile: '/etc/ssl/certs/ca-certificates.crt',
};
