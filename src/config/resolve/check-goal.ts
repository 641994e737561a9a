import type { Cascade } from '../api/v1alpha1/cascade.js';
import type { RouteSpec } from '../api/v1alpha1/route.js';
import { checkCascade } from './check-cascade.js';
import { quote } from '../problem.js';
import { checkModel } from './check-model.js';
import type { ResolvedPool } from './resolve-pool.js';
import { checkSafetyClass } from './check-safety-class.js';
import type { Spot } from '../spot.js';

/** What a goal is checked against. */
export interface GoalContext {
  /** `undefined` when there is none: models are then left unchecked. */
  readonly pool: ResolvedPool | undefined;
  /** Whether the RouterPolicy names outcomes. */
  readonly hasOutcomes: boolean;
}

/** A route has exactly one of them, or none where the pool has a cascade. */
const GOALS = ['target', 'objective', 'cascade'] as const;

/** Checks what a route's requests are answered by: its model, its objective or its cascade, and the fallback. */
export function checkGoal(spec: RouteSpec, { pool, hasOutcomes }: GoalContext, spot: Spot): void {
  checkCount(spec, pool, spot);
  const { cascade, policy } = spec;
  if (cascade !== undefined) checkCascade(cascade, pool, hasOutcomes, spot.at('cascade'));
  if (policy?.fallback !== undefined && cascadeOf(spec, pool, spot) !== undefined) {
    const advice = 'its next tier answers where one fails; leave the fallback out';
    spot.at('policy', 'fallback').invalid(`is not for a cascade: ${advice}`);
    return;
  }
  if (pool !== undefined) checkModels(spec, pool, spot);
}

/** The route's cascade, or the pool's for a route that chooses no model, as far as can be read. */
export function cascadeOf(spec: RouteSpec, pool: ResolvedPool | undefined, spot: Spot): Cascade | undefined {
  const isOpen = GOALS.every((goal) => spec[goal] === undefined && spot.isSound(goal));
  return isOpen ? pool?.cascade : spec.cascade;
}

function checkCount(spec: RouteSpec, pool: ResolvedPool | undefined, spot: Spot): void {
  const given = GOALS.filter((goal) => spec[goal] !== undefined);
  if (given.length === 1 || !GOALS.every((goal) => spot.isSound(goal))) return;
  const mayHaveNone = pool === undefined || pool.cascade !== undefined || !pool.knowsCascade;
  if (given.length === 0 && mayHaveNone) return;
  const got = given.length === 0 ? 'none' : given.map(quote).join(' and ');
  spot.invalid(`must have exactly one of "target", "objective" and "cascade", got ${got}`);
}

function checkModels(spec: RouteSpec, pool: ResolvedPool, spot: Spot): void {
  const fallback = spec.policy?.fallback;
  const fallbackSpot = spot.at('policy', 'fallback');
  const isKnown = checkModel(spec.target, pool, spot.at('target'));
  checkModel(fallback, pool, fallbackSpot);
  for (const [index, name] of (spec.objective?.models ?? []).entries())
    checkModel(name, pool, spot.at('objective', 'models', index));
  if (fallback !== undefined && fallback === spec.target) {
    if (isKnown) fallbackSpot.reference(`${quote(fallback)} is the target itself; choose another model`);
    return;
  }
  checkSafetyClass(spec, cascadeOf(spec, pool, spot), pool, spot);
}
