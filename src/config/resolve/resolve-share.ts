import { dearestModel } from '../dearest-model.js';
import type { RegistryShare } from '../registry.js';
import { checkModel } from './check-model.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';

/** Some requests, and the model that they go to; see `ControlGroup` and `Shadow`. */
interface Share {
  readonly share?: number;
  readonly model?: string;
}

/** Names the model that a share of the requests goes to: the dearest of the pool unless the document says otherwise. */
export function resolveShare(
  given: Share | undefined,
  usualShare: number,
  pool: ResolvedPool | undefined,
  spot: Spot | undefined,
): RegistryShare | undefined {
  if (given === undefined || pool === undefined || spot === undefined) return undefined;
  const model = given.model ?? dearestModel(pool.pool)?.name;
  if (model === undefined || !checkModel(given.model, pool, spot.at('model'))) return undefined;
  return { share: given.share ?? usualShare, model };
}
