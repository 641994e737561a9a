import { setTimeout as sleep } from 'node:timers/promises';
import type { Registry, RegistryModel, RegistryRoute } from '../config/registry.js';
import type { DecisionPlan, RoutePlan } from '../decision/decision-plan.js';
import type { ModelProfile } from '../decision/model-profile.js';
import type { Encoder, EncoderFailure } from '../embed/encoder.js';
import { BACKGROUND_TEXTS } from '../signals/background-texts.js';
import { anyOf } from '../signals/rule.js';
import { buildSimilarityIndex, type SimilarityIndex } from '../signals/similarity-index.js';
import { compileRule } from './compile-rule.js';
import type { RouteRule, Snapshot } from './snapshot.js';

/** An example may wait long: it is embedded in the background, behind live requests. */
const EXAMPLE_DEADLINE_MS = 60_000;
/** A worker that crashed is back by the second or third attempt; one that live requests keep busy may take its time. */
const EXAMPLE_ATTEMPTS: Readonly<Record<EncoderFailure, number>> = { down: 3, busy: 60, late: 3 };
const EXAMPLE_RETRY_MS = 500;
/** Texts that may fail all their attempts before the encoder is taken to be dead, and the rest is not tried. */
const MAX_FAILED_EXAMPLES = 2;

/**
 * Makes a registry ready to serve: compiles its rules and embeds its examples. Never rejects for the encoder's sake: with
 * an encoder that fails, the snapshot serves rules and the default model only.
 *
 * @param known embeddings of an earlier snapshot of the same encoder
 */
export async function compile(
  registry: Registry,
  encoder: Encoder | undefined,
  known: ReadonlyMap<string, Float32Array> = new Map(),
): Promise<Snapshot> {
  const vectors = encoder === undefined ? known : await embedAll(registry, encoder, known);
  return {
    registry,
    plan: planOf(registry),
    rules: rulesOf(registry),
    index: encoder && indexOf(registry, vectors),
    encoder,
    listed: {
      names: [...registry.pool.aliases, ...registry.pool.models.keys()],
      createdSeconds: Math.floor(Date.now() / 1000),
    },
    vectors,
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

async function embedAll(
  registry: Registry,
  encoder: Encoder,
  known: ReadonlyMap<string, Float32Array>,
): Promise<ReadonlyMap<string, Float32Array>> {
  const examples = registry.routes.flatMap((route) => route.examples);
  if (examples.length === 0) return new Map();
  const vectors = new Map<string, Float32Array>();
  let failed = 0;
  // One at a time, so that a live request never waits behind more than one example.
  for (const text of new Set([...BACKGROUND_TEXTS, ...examples])) {
    const hopeless = failed > MAX_FAILED_EXAMPLES;
    const vector = known.get(text) ?? (hopeless ? undefined : await embedOne(text, encoder));
    if (vector === undefined) failed += 1;
    else vectors.set(text, vector);
  }
  return vectors;
}

async function embedOne(text: string, encoder: Encoder): Promise<Float32Array | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const embedding = await encoder.embed(text, EXAMPLE_DEADLINE_MS);
    if (embedding.ok) return embedding.vector;
    if (attempt >= EXAMPLE_ATTEMPTS[embedding.failure]) return undefined;
    await sleep(EXAMPLE_RETRY_MS);
  }
}

function indexOf(
  registry: Registry,
  vectors: ReadonlyMap<string, Float32Array>,
): SimilarityIndex | undefined {
  const lookUp = (texts: readonly string[]): Float32Array[] =>
    texts.flatMap((text) => vectors.get(text) ?? []);
  const routes = registry.routes
    .filter(({ examples }) => examples.length > 0)
    .map(({ name, examples }) => ({ route: name, vectors: lookUp(examples) }));
  // Without one of the routes its requests would look like its neighbours'.
  const complete = routes.length > 0 && routes.every((route) => route.vectors.length > 0);
  return complete ? buildSimilarityIndex(routes, lookUp(BACKGROUND_TEXTS)) : undefined;
}
