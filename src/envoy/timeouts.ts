import type { Registry, RegistryPool, RegistryRoute } from '../config/registry.js';
import { allRoutes } from '../config/all-routes.js';

/**
 * The longest that any answer of this registry may take, in milliseconds; with a fallback, each of the two models has the
 * route's time, and a cascade takes as long as all its tiers.
 */
export function longestAnswerMs(registry: Registry): number {
  const { pool } = registry;
  const models = [...pool.models.values()].map((model) => model.timeoutMs);
  const chains = allRoutes(registry).map((route) => {
    if (route.cascade !== undefined) return sum(route.cascade.tiers.map((tier) => tier.timeoutMs));
    const attempts = route.fallback === undefined ? 1 : 2;
    return attempts * (route.timeoutMs ?? longestOf(route, pool));
  });
  return Math.max(...models, ...chains);
}

/** Longer than any answer may take, so that a model that thinks is not taken for a dead stream. */
const IDLE_SLACK_MS = 10_000;

/** How long a stream may be silent, in milliseconds: a model may be until its whole answer is ready. */
export function idleTimeoutMs(registry: Registry): number {
  return longestAnswerMs(registry) + IDLE_SLACK_MS;
}

function sum(times: readonly number[]): number {
  return times.reduce((total, time) => total + time, 0);
}

function longestOf({ target, objective }: RegistryRoute, { models }: RegistryPool): number {
  const names = target === undefined ? (objective?.models ?? []) : [target];
  return Math.max(0, ...names.map((name) => models.get(name)?.timeoutMs ?? 0));
}
