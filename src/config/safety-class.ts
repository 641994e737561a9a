import type { RouteSpec } from './api/v1alpha1/route.js';
import { quote } from './problem.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from './spot.js';
import { didYouMean } from './suggest.js';

/** Every model that may answer a route of a safety class must list it: target or objective, fallback and the pool's default. */
export function checkSafetyClass(spec: RouteSpec, resolved: ResolvedPool, spot: Spot): void {
  const safetyClass = spec.policy?.safetyClass;
  if (safetyClass === undefined || !spot.isSound('policy', 'safetyClass')) return;
  const { pool, unclassed } = resolved;
  const known = new Set([...pool.models.values()].flatMap((model) => [...model.safetyClasses]));
  if (!known.has(safetyClass)) {
    if (!resolved.knowsModels || unclassed.size > 0) return;
    const hint = didYouMean(safetyClass, known);
    spot
      .at('policy', 'safetyClass')
      .reference(`${quote(safetyClass)} is listed by no model's safetyClasses${hint}`);
    return;
  }
  const lacks = (name: string | undefined): boolean =>
    name !== undefined &&
    !unclassed.has(name) &&
    pool.models.get(name)?.safetyClasses.has(safetyClass) === false;
  const { target } = spec;
  const choice = spec.objective?.models ?? [];
  const fallback = spec.policy?.fallback;
  const message = (name: string): string => `${quote(name)} does not list safety class ${quote(safetyClass)}`;
  if (target !== undefined && lacks(target))
    spot.at('target').reference(`${message(target)}; list it there, or choose another model`);
  for (const [index, name] of choice.entries()) {
    const advice = 'list it there, or leave the model out';
    if (lacks(name)) spot.at('objective', 'models', index).reference(`${message(name)}; ${advice}`);
  }
  if (fallback !== undefined && lacks(fallback)) {
    spot.at('policy', 'fallback').reference(`${message(fallback)}; list it there, or choose another model`);
  }
  if (lacks(pool.default) && ![target, fallback, ...choice].includes(pool.default)) {
    spot
      .at('policy', 'safetyClass')
      .reference(`${message(pool.default)} but is the pool's default, which may answer`);
  }
}
