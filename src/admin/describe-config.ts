import type { Registry, RegistryModel, RegistryPolicy, RegistryRoute } from '../config/registry.js';
import { formatHostPort } from '../envoy/address.js';
import type { Reloader } from '../router/reload.js';
import type { ConfigModel, ConfigPolicy, ConfigRoute, ConfigTarget, LoadedConfig } from './api/config.js';

/** What is in service, without keys, texts of examples, and what rules look for, which may name customers. */
export function describeConfig({ current, status }: Reloader, dragoman: string): LoadedConfig {
  const { registry, instruments, bundle, plan } = current;
  return {
    loaded: true,
    dragoman,
    version: registry.version,
    directory: registry.directory,
    files: registry.files,
    ...{ loads: status.loads, refusals: status.refusals },
    loadedAt: new Date(status.loadedAt).toISOString(),
    problems: status.problems,
    error: status.error ?? null,
    default: registry.pool.default,
    aliases: [...registry.pool.aliases],
    models: [...registry.pool.models.values()].map(describeModel),
    routes: registry.routes.map((route) => describeRoute(route, plan.routes.get(route.name)?.threshold)),
    policy: describePolicy(registry.policy),
    experiment: describeExperiment(registry),
    encoder: instruments.encoder?.checksum ?? null,
    bundle:
      bundle === undefined ? null : { version: bundle.version, parts: bundle.parts, unused: bundle.unused },
  };
}

function describeModel(model: RegistryModel): ConfigModel {
  return {
    name: model.name,
    upstreamModel: model.upstreamModel,
    backends: model.backends.map(formatHostPort),
    tls: model.tls,
    hasKey: model.apiKey !== undefined,
    price: { input: model.price.input, output: model.price.output },
    quality: model.quality ?? null,
    contextLength: model.contextLength ?? null,
    capabilities: model.capabilities === undefined ? null : [...model.capabilities],
    safetyClasses: [...model.safetyClasses],
  };
}

function describeRoute(route: RegistryRoute, bar: number | undefined): ConfigRoute {
  return {
    name: route.name,
    description: route.description,
    priority: route.priority,
    examples: route.examples.length,
    counterExamples: route.not.length,
    matches: route.match.map((rule) => Object.keys(rule)),
    target: describeTarget(route),
    threshold: route.threshold ?? null,
    bar: bar ?? null,
    fallback: route.fallback ?? null,
    safetyClass: route.safetyClass ?? null,
  };
}

function describeTarget({ target, cascade, objective }: RegistryRoute): ConfigTarget {
  if (cascade !== undefined) {
    return { kind: 'cascade', tiers: cascade.tiers.map(({ model }) => model), bar: cascade.gate.bar };
  }
  if (objective !== undefined) {
    return { kind: 'objective', models: objective.models, quality: objective.quality };
  }
  return { kind: 'model', model: target ?? '' };
}

function describePolicy(policy: RegistryPolicy): ConfigPolicy {
  const { llmRouter, decisionCache, stickiness } = policy;
  return {
    margin: policy.margin,
    onLowMargin: policy.onLowMargin,
    onReask: policy.onReask,
    fastHead: policy.fastHead,
    llmRouter: llmRouter ? { model: llmRouter.model, maxShare: llmRouter.maxShare } : null,
    decisionCache: decisionCache ? { ttlMs: decisionCache.ttlMs, entries: decisionCache.entries } : null,
    stickiness: stickiness ? { ttlMs: stickiness.ttlMs } : null,
    controlGroup: policy.controlGroup ?? null,
    shadow: policy.shadow ?? null,
    exploration: policy.exploration?.share ?? null,
    records: { text: policy.records.text, maxAgeMs: policy.records.maxAgeMs },
  };
}

function describeExperiment({ experiment }: Registry): LoadedConfig['experiment'] {
  if (experiment === undefined) return null;
  const { name, share, registry } = experiment;
  return { name, share, version: registry.version };
}
