import type { Cascade } from '../api/v1alpha1/cascade.js';
import type { RouteSpec } from '../api/v1alpha1/route.js';
import { quote } from '../problem.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';
import { didYouMean } from '../suggest.js';

/** A model that sees the requests of a route. */
interface Reader {
  readonly name: string;
  readonly spot: Spot;
  readonly advice: string;
}

/**
 * Every model that may see the requests of a route with a safety class must list it: target, objective's choice, tiers and
 * verifier of the cascade, fallback, and the pool's default.
 * @param cascade the route's own or the pool's
 */
export function checkSafetyClass(
  spec: RouteSpec,
  cascade: Cascade | undefined,
  resolved: ResolvedPool,
  spot: Spot,
): void {
  const safetyClass = spec.policy?.safetyClass;
  if (safetyClass === undefined || !spot.isSound('policy', 'safetyClass')) return;
  const { pool, unclassed } = resolved;
  const known = new Set([...pool.models.values()].flatMap((model) => [...model.safetyClasses]));
  const classSpot = spot.at('policy', 'safetyClass');
  if (!known.has(safetyClass)) {
    if (!resolved.knowsModels || unclassed.size > 0) return;
    const hint = didYouMean(safetyClass, known);
    classSpot.reference(`${quote(safetyClass)} is listed by no model's safetyClasses${hint}`);
    return;
  }
  const lacks = (name: string): boolean =>
    !unclassed.has(name) && pool.models.get(name)?.safetyClasses.has(safetyClass) === false;
  const message = (name: string): string => `${quote(name)} does not list safety class ${quote(safetyClass)}`;
  const readers = [...readersOf(spec, spot), ...(cascade ? cascadeReaders(spec, cascade, spot) : [])];
  for (const reader of readers) {
    if (lacks(reader.name)) reader.spot.reference(`${message(reader.name)}${reader.advice}`);
  }
  if (lacks(pool.default) && !readers.some(({ name }) => name === pool.default)) {
    classSpot.reference(`${message(pool.default)} but is the pool's default, which may answer`);
  }
}

const OTHER_MODEL = '; list it there, or choose another model';
const LEFT_OUT = '; list it there, or leave the model out';

function readersOf({ target, objective, policy }: RouteSpec, spot: Spot): Reader[] {
  const named = (name: string | undefined, place: Spot): Reader[] =>
    name === undefined ? [] : [{ name, spot: place, advice: OTHER_MODEL }];
  const choice = (objective?.models ?? []).map((name, index) => ({
    name,
    spot: spot.at('objective', 'models', index),
    advice: LEFT_OUT,
  }));
  return [
    ...named(target, spot.at('target')),
    ...choice,
    ...named(policy?.fallback, spot.at('policy', 'fallback')),
  ];
}

/** Those of the pool's cascade are told where the route asks for the class: elsewhere the pool's cascade is sound. */
function cascadeReaders(spec: RouteSpec, { tiers, gate }: Cascade, spot: Spot): Reader[] {
  const verifier = gate?.verifier?.model;
  if (spec.cascade === undefined) {
    const advice = " but is in the pool's cascade; give the route a target or a cascade of its own";
    const names = new Set([...tiers, ...(verifier === undefined ? [] : [verifier])]);
    return [...names].map((name) => ({ name, spot: spot.at('policy', 'safetyClass'), advice }));
  }
  const own = spot.at('cascade');
  const readers = tiers.map((name, index) => ({ name, spot: own.at('tiers', index), advice: LEFT_OUT }));
  if (verifier === undefined || tiers.includes(verifier)) return readers;
  return [...readers, { name: verifier, spot: own.at('gate', 'verifier', 'model'), advice: OTHER_MODEL }];
}
