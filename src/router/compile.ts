import type { Registry, RegistryModel, RegistryRoute } from '../config/registry.js';
import type { DecisionPlan, RoutePlan } from '../decision/decision-plan.js';
import type { ModelProfile } from '../decision/model-profile.js';
import type { Encoder } from '../embed/encoder.js';
import { BACKGROUND_TEXTS } from '../signals/background-texts.js';
import { anyOf } from '../signals/rule.js';
import { buildSimilarityIndex } from '../signals/similarity-index.js';
import { compileRule } from './compile-rule.js';
import { embedTexts, type EmbedOptions } from './embed-texts.js';
import type { RouteRule, Snapshot } from './snapshot.js';

/**
 * Makes a registry ready to serve: compiles its rules and embeds its examples. Never rejects for the encoder's sake: with
 * an encoder that fails, or needs longer than the budget, the snapshot serves rules and the default model only. Compiling
 * again with its vectors as the known ones goes on where it ended.
 */
export async function compile(
  registry: Registry,
  encoder: Encoder | undefined,
  options: EmbedOptions = {},
): Promise<Snapshot> {
  return {
    registry,
    plan: planOf(registry),
    rules: rulesOf(registry),
    ...(await indexOf(registry, encoder, options)),
    encoder,
    listed: {
      names: [...registry.pool.aliases, ...registry.pool.models.keys()],
      createdSeconds: Math.floor(Date.now() / 1000),
    },
  };
}

function planOf({ pool, routes, policy }: Registry): DecisionPlan {
  const models = new Map([...pool.models.values()].map((model) => [model.name, profileOf(model)]));
  const find = (name: string): ModelProfile => {
    const model = models.get(name);
    if (model === undefined) throw new Error(`the registry let an unknown model through: ${name}`);
    return model;
  };
  const planRoute = (route: RegistryRoute): RoutePlan => ({
    name: route.name,
    target: find(route.target),
    threshold: route.threshold,
    fallback: route.fallback === undefined ? undefined : find(route.fallback),
    safetyClass: route.safetyClass,
    timeoutMs: route.timeoutMs,
    maxTokens: route.maxTokens,
  });
  return {
    models,
    aliases: pool.aliases,
    defaultModel: find(pool.default),
    routes: new Map(routes.map((route) => [route.name, planRoute(route)])),
    margin: policy.margin,
  };
}

function profileOf(model: RegistryModel): ModelProfile {
  return {
    name: model.name,
    contextLength: model.contextLength,
    capabilities: model.capabilities,
    endpoints: model.endpoints,
    safetyClasses: model.safetyClasses,
    priceSum: model.price.input + model.price.output,
    timeoutMs: model.timeoutMs,
  };
}

function rulesOf({ routes, policy }: Registry): RouteRule[] {
  return routes
    .filter(({ match }) => match.length > 0)
    .map(({ name, match, safetyClass }) => ({
      route: name,
      guards: safetyClass !== undefined,
      rule: anyOf(match.map((entry) => compileRule(entry, policy.tenantHeader))),
    }));
}

async function indexOf(
  registry: Registry,
  encoder: Encoder | undefined,
  options: EmbedOptions,
): Promise<Pick<Snapshot, 'index' | 'vectors'>> {
  const exemplary = registry.routes.filter(({ examples }) => examples.length > 0);
  if (exemplary.length === 0) return { index: 'no_examples', vectors: new Map() };
  if (encoder === undefined) return { index: 'absent', vectors: new Map() };
  const texts = new Set([...BACKGROUND_TEXTS, ...exemplary.flatMap(({ examples }) => examples)]);
  const { vectors, missing } = await embedTexts(texts, encoder, options);
  if (missing !== undefined) return { index: missing, vectors };
  const lookUp = (list: readonly string[]): Float32Array[] => list.flatMap((text) => vectors.get(text) ?? []);
  const routes = exemplary.map(({ name, examples }) => ({ route: name, vectors: lookUp(examples) }));
  // Without one of the routes its requests would look like its neighbours'.
  if (routes.some((route) => route.vectors.length === 0)) return { index: 'down', vectors };
  return { index: await buildSimilarityIndex(routes, lookUp(BACKGROUND_TEXTS), options.signal), vectors };
}
