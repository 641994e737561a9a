import { quote } from '../problem.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';
import { didYouMean } from '../suggest.js';

/** Tells a name that is surely no model of the pool; answers whether the name may stand. */
export function checkModel(
  name: string | undefined,
  { pool, knowsModels }: ResolvedPool,
  spot: Spot,
): boolean {
  if (name === undefined || pool.models.has(name) || !knowsModels) return true;
  spot.reference(`${quote(name)} is no model of the pool${didYouMean(name, pool.models.keys())}`);
  return false;
}
