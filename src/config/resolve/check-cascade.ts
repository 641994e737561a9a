import type { Cascade, Gate } from '../api/v1alpha1/cascade.js';
import { priceSum } from '../dearest-model.js';
import { DEFAULTS } from '../defaults.js';
import { quote } from '../problem.js';
import type { RegistryModel } from '../registry.js';
import { resolveDuration } from './resolve-duration.js';
import { checkModel } from './check-model.js';
import type { ResolvedPool } from './resolve-pool.js';
import type { Spot } from '../spot.js';
import { didYouMean } from '../suggest.js';
import { warnOfUnknownQuality } from './warn-of-unknown-quality.js';

/**
 * Tells what is wrong with a cascade, and what is probably not meant.
 * @param pool `undefined` when there is none: models are then left unchecked
 * @param hasOutcomes whether the policy names outcomes to predict quality from
 */
export function checkCascade(
  cascade: Cascade,
  pool: ResolvedPool | undefined,
  hasOutcomes: boolean,
  spot: Spot,
): void {
  checkTiers(cascade, pool, spot.at('tiers'));
  checkTimeouts(cascade, spot);
  checkGate(cascade.gate ?? {}, pool, spot.at('gate'));
  resolveDuration(cascade.prefix?.hold, spot.at('prefix', 'hold'));
  const streaming = cascade.streaming ?? DEFAULTS.cascade.streaming;
  if (cascade.prefix !== undefined && streaming !== 'prefix' && spot.isSound('streaming')) {
    spot.at('prefix').doubtful(`is not used: "streaming" is ${quote(streaming)}`);
  }
  if (cascade.start?.quality !== undefined && pool?.knowsModels === true && !hasOutcomes)
    warnOfUnknownQuality(cascade.tiers, pool.pool.models, 'no tier', spot.at('start', 'quality'));
}

function checkTiers({ tiers }: Cascade, resolved: ResolvedPool | undefined, spot: Spot): void {
  for (const [index, name] of tiers.entries()) {
    const tierSpot = spot.at(index);
    if (tiers.indexOf(name) < index) tierSpot.reference(`${quote(name)} is a tier already; leave it out`);
    else if (resolved !== undefined && checkModel(name, resolved, tierSpot))
      warnOfPrice(name, tiers[index - 1], resolved, tierSpot);
  }
}

function warnOfPrice(
  name: string,
  before: string | undefined,
  { pool: { models } }: ResolvedPool,
  spot: Spot,
): void {
  const [cost, costBefore] = [name, before].map((model) => knownPrice(models.get(model ?? '')));
  if (before === undefined || cost === undefined || costBefore === undefined || cost >= costBefore) return;
  spot.doubtful(`${quote(name)} is cheaper than ${quote(before)}, the tier before; put the cheapest first`);
}

/** `undefined` for a model without a price. */
function knownPrice(model: RegistryModel | undefined): number | undefined {
  const sum = model && priceSum(model);
  return sum === 0 ? undefined : sum;
}

function checkTimeouts({ timeouts = {}, tiers }: Cascade, spot: Spot): void {
  const knowsTiers = spot.isSound('tiers');
  for (const [name, timeout] of Object.entries(timeouts)) {
    const timeoutSpot = spot.at('timeouts', name);
    if (tiers.includes(name) || !knowsTiers) resolveDuration(timeout, timeoutSpot);
    else timeoutSpot.key().reference(`is no tier of this cascade${didYouMean(name, tiers)}`);
  }
}

function checkGate({ bar, verifier, consistency }: Gate, pool: ResolvedPool | undefined, spot: Spot): void {
  if (bar === 0)
    spot.at('bar').doubtful('lets every answer pass that breaks no contract; 0.5 is the default');
  if (pool !== undefined) checkModel(verifier?.model, pool, spot.at('verifier', 'model'));
  resolveDuration(verifier?.deadline, spot.at('verifier', 'deadline'));
  resolveDuration(consistency?.deadline, spot.at('consistency', 'deadline'));
}
