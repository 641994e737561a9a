import type {
  Registry,
  RegistryCascade,
  RegistryModel,
  RegistryPolicy,
  RegistryRoute,
} from '../../src/config/registry.js';

export function buildModel(name: string, changes: Partial<RegistryModel> = {}): RegistryModel {
  return {
    name,
    upstreamModel: `org/${name}`,
    tls: false,
    pathPrefix: '/v1',
    backends: [{ host: `${name}.example`, port: 8000, weight: 1 }],
    price: { input: 1, output: 1 },
    quality: undefined,
    contextLength: undefined,
    capabilities: undefined,
    endpoints: undefined,
    safetyClasses: new Set(),
    apiKey: undefined,
    caFile: undefined,
    serverName: undefined,
    healthCheck: undefined,
    timeoutMs: 300_000,
    maxRequests: 1024,
    ...changes,
  };
}

export function buildRoute(
  name: string,
  target: string,
  changes: Partial<RegistryRoute> = {},
): RegistryRoute {
  return {
    name,
    description: '',
    examples: [],
    not: [],
    match: [],
    target,
    objective: undefined,
    cascade: undefined,
    threshold: 0.5,
    priority: 0,
    timeoutMs: undefined,
    maxTokens: undefined,
    fallback: undefined,
    safetyClass: undefined,
    ...changes,
  };
}

/** @param tiers each has a minute */
export function buildCascade(
  tiers: readonly string[],
  changes: Partial<RegistryCascade> = {},
): RegistryCascade {
  return {
    tiers: tiers.map((model) => ({ model, timeoutMs: 60_000 })),
    gate: { bar: 0.5, verifier: undefined, consistency: undefined },
    streaming: 'prefix',
    prefix: { tokens: 32, holdMs: 2000 },
    start: { margin: undefined, complex: undefined, quality: undefined },
    onThrash: 'report',
    ...changes,
  };
}

const POLICY: RegistryPolicy = {
  tenantHeader: 'x-tenant-id',
  margin: 0.1,
  onLowMargin: 'default',
  onReask: 'escalate',
  llmRouter: undefined,
  decisionCache: undefined,
  stickiness: undefined,
  fastHead: false,
  controlGroup: undefined,
  exploration: undefined,
  shadow: undefined,
  records: { text: 'hash', maxAgeMs: 2_592_000_000, maxBytes: 10_737_418_240 },
  outcomes: undefined,
  encoder: { deadlineMs: 250, workers: 1, queue: 64 },
  limits: { maxBodyBytes: 1_048_576, maxDepth: 100 },
};

/** @param models the first is the default */
export function buildRegistry(
  models: readonly [RegistryModel, ...RegistryModel[]],
  routes: readonly RegistryRoute[] = [],
  policy: Partial<RegistryPolicy> = {},
): Registry {
  return {
    version: '0123456789ab',
    directory: 'registry',
    files: [],
    pool: {
      default: models[0].name,
      aliases: new Set(['auto']),
      models: new Map(models.map((model) => [model.name, model])),
    },
    routes,
    policy: { ...POLICY, ...policy },
    experiment: undefined,
  };
}
