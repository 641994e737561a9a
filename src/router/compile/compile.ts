import type { Bundle } from '../../bundle/bundle.js';
import type {
  Registry,
  RegistryGate,
  RegistryModel,
  RegistryPolicy,
  RegistryRoute,
} from '../../config/registry.js';
import type { DecisionPlan, RoutePlan, TrialPlan } from '../../decision/decision-plan.js';
import type { ModelProfile } from '../../decision/model-profile.js';
import { DragomanError } from '../../errors.js';
import { type BuiltinSignal, isBuiltin } from '../../signals/builtin.js';
import { fitExpectation } from '../../signals/feature-vector.js';
import { loadOutcomeBundle } from '../../signals/outcome-bundle.js';
import type { OutcomeHeads } from '../../signals/outcome-heads.js';
import { anyOf } from '../../signals/rule.js';
import { compileRule } from './compile-rule.js';
import { fitHeads, type FitOptions } from './fit-heads.js';
import type { Instruments, RouteRule, Snapshot } from '../snapshot.js';
import { useBundle } from './use-bundle.js';

export interface CompileOptions extends FitOptions {
  /** Built-in signals to measure besides those that rules name; default none. */
  readonly measure?: readonly BuiltinSignal[];
  /** Whether outcomes are predicted for every request; default: only where an objective chooses. */
  readonly predictsAlways?: boolean;
  /** Trained heads, which serve as far as they fit the registry; default: what the registry itself gives. */
  readonly bundle?: Bundle | undefined;
}

/**
 * Makes a registry ready to serve: compiles its rules and fits its heads. Never rejects for the encoder's sake: with one
 * that fails, or needs longer than the budget, rules and the fast head serve. Compiling again with the snapshot as an
 * earlier one goes on where it ended.
 *
 * @throws DragomanError `bundle_invalid` for an outcome bundle that cannot be used
 */
export async function compile(
  registry: Registry,
  instruments: Instruments,
  { measure = [], predictsAlways = false, bundle: trained, ...options }: CompileOptions = {},
): Promise<Snapshot> {
  const { bundle, ...equipment } = await useBundle(registry, instruments, trained, options.earlier);
  const outcomes = equipment.outcomes ?? (await outcomesOf(registry, instruments));
  const heads = equipment.heads ?? (await fitHeads(registry, instruments, options));
  const thresholds = typeof heads.index === 'string' ? heads.fast?.head.thresholds : heads.index.thresholds;
  return {
    registry,
    instruments,
    plan: planOf(registry, thresholds ?? {}),
    rules: rulesOf(registry),
    headersRead: headersOf(registry),
    measured: [...new Set([...signalsOf(registry), ...measure])],
    ...heads,
    outcomes,
    predictsAlways,
    bundle,
    challenger: await compileExperiment(registry, instruments, {
      ...options,
      known: (text) => options.known?.(text) ?? heads.vectors.get(text),
    }),
    listed: {
      names: [...registry.pool.aliases, ...registry.pool.models.keys()],
      createdSeconds: Math.floor(Date.now() / 1000),
    },
  };
}

/** A bundle was trained for the registry itself. */
async function compileExperiment(
  { experiment }: Registry,
  instruments: Instruments,
  { earlier = [], ...options }: CompileOptions,
): Promise<Snapshot | undefined> {
  if (experiment === undefined) return undefined;
  const known = earlier.flatMap((snapshot) => [snapshot.challenger ?? snapshot, snapshot]);
  return compile(experiment.registry, instruments, { ...options, earlier: known });
}

/** Threshold of a route that has too few examples for a fitted one. */
const UNFITTED_THRESHOLD = 0.5;

async function outcomesOf({ policy }: Registry, { encoder }: Instruments): Promise<OutcomeHeads | undefined> {
  if (policy.outcomes === undefined) return undefined;
  const loaded = await loadOutcomeBundle(policy.outcomes, fitExpectation(encoder?.checksum));
  if (loaded.ok) return loaded.value;
  throw new DragomanError(loaded.problem.code, loaded.problem.message);
}

function planOf(
  { pool, routes, policy }: Registry,
  thresholds: Readonly<Record<string, number>>,
): DecisionPlan {
  const models = new Map([...pool.models.values()].map((model) => [model.name, profileOf(model)]));
  const find = (name: string): ModelProfile => {
    const model = models.get(name);
    if (model === undefined) throw new Error(`the registry let an unknown model through: ${name}`);
    return model;
  };
  const planRoute = (route: RegistryRoute): RoutePlan => ({
    name: route.name,
    target: find(route.target ?? route.cascade?.tiers[0]?.model ?? pool.default),
    objective: route.objective && { ...route.objective, models: route.objective.models.map(find) },
    cascade: route.cascade && {
      tiers: route.cascade.tiers.map(({ model, timeoutMs }) => ({ model: find(model), timeoutMs })),
      start: route.cascade.start,
      streaming: route.cascade.streaming,
      judgingMs: judgingMs(route.cascade.gate),
    },
    threshold: route.threshold ?? thresholds[route.name] ?? UNFITTED_THRESHOLD,
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
    onLowMargin: policy.onLowMargin,
    coldCachePenalty: policy.stickiness?.coldCachePenalty,
    trial: trialOf(policy, find),
  };
}

function trialOf(
  { controlGroup, exploration }: RegistryPolicy,
  find: (name: string) => ModelProfile,
): TrialPlan | undefined {
  if (controlGroup === undefined && exploration === undefined) return undefined;
  return {
    controlShare: controlGroup?.share ?? 0,
    controlModel: controlGroup && find(controlGroup.model),
    explorationShare: exploration?.share ?? 0,
  };
}

function profileOf(model: RegistryModel): ModelProfile {
  return {
    name: model.name,
    contextLength: model.contextLength,
    capabilities: model.capabilities,
    endpoints: model.endpoints,
    safetyClasses: model.safetyClasses,
    price: model.price,
    priceSum: model.price.input + model.price.output,
    quality: model.quality,
    timeoutMs: model.timeoutMs,
  };
}

function judgingMs({ verifier, consistency }: RegistryGate): number {
  return (verifier?.deadlineMs ?? 0) + (consistency?.deadlineMs ?? 0);
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

function signalsOf({ routes }: Registry): BuiltinSignal[] {
  const conditions = routes.flatMap(({ match }) => match.flatMap(({ when = [] }) => when));
  const named = conditions.flatMap(({ signal }) => (isBuiltin(signal) ? [signal] : []));
  const isComplexityAsked = routes.some(({ cascade }) => cascade?.start.complex !== undefined);
  return isComplexityAsked ? [...named, 'complexity'] : named;
}

function headersOf({ routes }: Registry): string[] {
  const names = routes.flatMap(({ match }) =>
    match.flatMap(({ headers = [] }) => headers.map(({ name }) => name)),
  );
  return [...new Set(names.map((name) => name.toLowerCase()))].sort();
}
