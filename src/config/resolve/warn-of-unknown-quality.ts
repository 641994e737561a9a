import type { RegistryModel } from '../registry.js';
import type { Spot } from '../spot.js';

/**
 * Warns where quality is asked for, and nothing says how good any of the models is.
 * @param what none of them is called, such as `no tier`
 */
export function warnOfUnknownQuality(
  names: Iterable<string>,
  models: ReadonlyMap<string, RegistryModel>,
  what: string,
  spot: Spot,
): void {
  if ([...names].some((name) => models.get(name)?.quality !== undefined)) return;
  spot.doubtful(
    `knows the quality of ${what}; declare "quality" in the pool, or fit outcomes and name them in the RouterPolicy`,
  );
}
