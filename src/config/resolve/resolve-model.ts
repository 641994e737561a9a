import type { ApiKey, HealthCheck, Model } from '../api/v1alpha1/model-pool.js';
import { DEFAULTS } from '../defaults.js';
import { quote } from '../problem.js';
import type { RegistryBackend, RegistryModel } from '../registry.js';
import { resolveDuration } from './resolve-duration.js';
import type { Spot } from '../spot.js';
import { parseUpstreamUrl, urlFault, type UpstreamUrl } from '../upstream-url.js';

/** Checks one model's fields against each other and fills in its defaults. */
export function resolveModel(model: Model, spot: Spot): RegistryModel {
  const { upstream, backends } = resolveServers(model, spot);
  const tls = upstream?.tls ?? false;
  if (model.tls !== undefined && upstream?.tls === false) {
    spot.at('tls').invalid('is only for https upstreams; remove it, or write https:// in the URL');
  }
  return {
    name: model.name,
    upstreamModel: model.model ?? model.name,
    tls,
    pathPrefix: upstream?.pathPrefix ?? '/v1',
    backends,
    price: model.price ?? { input: 0, output: 0 },
    quality: model.quality,
    contextLength: model.contextLength,
    capabilities: model.capabilities && new Set(model.capabilities),
    endpoints: model.endpoints && new Set(model.endpoints),
    safetyClasses: new Set(model.safetyClasses),
    apiKey: model.apiKey && resolveApiKey(model.apiKey, spot.at('apiKey')),
    caFile: model.tls?.caFile,
    serverName: model.tls?.serverName,
    healthCheck: resolveHealthCheck(model.healthCheck, tls, spot.at('healthCheck')),
    timeoutMs: resolveDuration(model.timeout, spot.at('timeout')) ?? DEFAULTS.modelTimeoutMs,
    maxRequests: model.maxRequests ?? DEFAULTS.maxRequests,
  };
}

interface Servers {
  /** What all backends share; `undefined` when no URL is valid. */
  readonly upstream: UpstreamUrl | undefined;
  readonly backends: readonly RegistryBackend[];
}

function resolveServers(model: Model, spot: Spot): Servers {
  if ((model.url === undefined) === (model.backends === undefined)) {
    tellCount(['url', 'backends'], model.url === undefined ? 'neither' : 'both', spot);
    return { upstream: undefined, backends: [] };
  }
  const named = (model.backends ?? [{ url: model.url ?? '' }]).map((backend, index) => ({
    ...backend,
    spot: model.url === undefined ? spot.at('backends', index, 'url') : spot.at('url'),
  }));
  let upstream: UpstreamUrl | undefined;
  const backends: RegistryBackend[] = [];
  for (const { url, weight, spot: urlSpot } of named) {
    const fault = urlFault(url);
    if (fault !== undefined) {
      urlSpot.invalid(fault);
      continue;
    }
    const { host, port, tls, pathPrefix } = parseUpstreamUrl(url);
    upstream ??= { host, port, tls, pathPrefix };
    if (tls !== upstream.tls) urlSpot.invalid('must have the same scheme as the first backend');
    else if (pathPrefix !== upstream.pathPrefix) {
      urlSpot.invalid(
        `must have the same path as the first backend, "${upstream.pathPrefix}"; got "${pathPrefix}"`,
      );
    }
    backends.push({ host, port, weight: weight ?? DEFAULTS.backendWeight });
  }
  return { upstream, backends };
}

/** Of two fields there must be one, and both of them, or neither, could be read. */
function tellCount([first, second]: readonly [string, string], given: 'neither' | 'both', spot: Spot): void {
  if (!spot.isSound(first) || !spot.isSound(second)) return;
  spot.invalid(`must have exactly one of ${quote(first)} and ${quote(second)}, got ${given}`);
}

function resolveApiKey(apiKey: ApiKey, spot: Spot): NonNullable<RegistryModel['apiKey']> {
  if ((apiKey.env === undefined) === (apiKey.file === undefined)) {
    tellCount(['env', 'file'], apiKey.env === undefined ? 'neither' : 'both', spot);
  }
  const header = (apiKey.header ?? DEFAULTS.apiKeyHeader).toLowerCase();
  return { ...apiKey, header, prefix: apiKey.prefix ?? (header === DEFAULTS.apiKeyHeader ? 'Bearer ' : '') };
}

function resolveHealthCheck(
  check: HealthCheck | undefined,
  tls: boolean,
  spot: Spot,
): RegistryModel['healthCheck'] {
  const intervalMs = resolveDuration(check?.interval, spot.at('interval')) ?? DEFAULTS.healthIntervalMs;
  const enabled = check === undefined ? !tls : check.enabled !== false;
  return enabled ? { path: check?.path ?? DEFAULTS.healthPath, intervalMs } : undefined;
}
