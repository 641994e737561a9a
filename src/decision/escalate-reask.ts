import type { StartingTier } from './cascade-start.js';
import type { RouteCascade } from './decision-plan.js';
import { isUsable } from './eligible.js';
import { predictionOf } from './expectations.js';
import type { ModelProfile } from './model-profile.js';
import { SAME_QUALITY } from './objective.js';
import { isOrder } from './reason.js';
import type { Stuck } from './stickiness.js';
import type { Turn } from './turn.js';

/** The model that answers in place of the proposed one because an answer before did not do. */
export interface Raise {
  readonly model: ModelProfile;
  /** Whether this turn asks for it; false where an earlier one did, or where there is nothing stronger to go to. */
  readonly isNew: boolean;
}

/**
 * Where the user asks again, the next stronger model than the one whose answer did not do; in the turns after, that one again.
 * By a route's objective the stronger one is the one whose answer is more probably good; else the dearer one, as a rough
 * order. Only models that can serve the request, and whose servers are not down, count. Orders are not overruled.
 *
 * @returns `undefined` when the proposed model is strong enough
 */
export function raiseFor(turn: Turn, proposed: ModelProfile): Raise | undefined {
  const { askedAgain, raisedTo } = turn.circumstances;
  const isAsked = askedAgain !== undefined || raisedTo !== undefined;
  if (!isAsked || isOrder(turn.preference.reason)) return undefined;
  const usable = usableModels(turn);
  const failed = modelOf(turn, askedAgain);
  const better = failed && nextStronger(turn, failed, usable);
  const candidates = [better, failed, modelOf(turn, raisedTo)].filter((model) => model !== undefined);
  const least = candidates
    .filter((model) => usable.includes(model))
    .reduce<ModelProfile | undefined>(
      (most, model) => (most === undefined || isStronger(turn, model, most) ? model : most),
      undefined,
    );
  if (least === undefined || !isStronger(turn, least, proposed)) return undefined;
  return { model: least, isNew: least === better };
}

/** A conversation that goes on with the model it was raised to. */
export function keptRaise({ name }: ModelProfile): Stuck {
  return { model: name, kept: true, why: 'reask' };
}

/**
 * The tier of a cascade that an answer which did not do asks for: the one above the tier that gave it, and in the turns after,
 * the one that was asked for. A model that is no tier stands for the first tier that is as dear.
 *
 * @returns `undefined` when nothing was asked for
 */
export function raisedTier(turn: Turn, { tiers }: RouteCascade): StartingTier | undefined {
  if (isOrder(turn.preference.reason)) return undefined;
  const { askedAgain, raisedTo } = turn.circumstances;
  const top = tiers.length - 1;
  const tierOf = (name: string | undefined): number => {
    const model = modelOf(turn, name);
    if (model === undefined) return -1;
    const own = tiers.findIndex((tier) => tier.model === model);
    if (own >= 0) return own;
    const asDear = tiers.findIndex((tier) => tier.model.priceSum >= model.priceSum);
    return asDear < 0 ? top : asDear;
  };
  const failedAt = tierOf(askedAgain);
  const asked = failedAt < 0 ? -1 : Math.min(failedAt + 1, top);
  const kept = tierOf(raisedTo);
  if (asked < 0 && kept < 0) return undefined;
  return asked > Math.max(failedAt, kept)
    ? { at: asked, by: 'reask' }
    : { at: Math.max(asked, kept), by: 'sticky' };
}

function modelOf({ plan }: Turn, name: string | undefined): ModelProfile | undefined {
  return name === undefined ? undefined : plan.models.get(name);
}

function usableModels({ plan, view, terms, circumstances: { health } }: Turn): readonly ModelProfile[] {
  return [...plan.models.values()].filter((model) => isUsable(model, view, terms, health));
}

/** The weakest of those that are stronger; an objective goes by its own models. */
function nextStronger(
  turn: Turn,
  failed: ModelProfile,
  usable: readonly ModelProfile[],
): ModelProfile | undefined {
  const own = turn.preference.route?.objective?.models;
  return usable
    .filter((model) => own?.includes(model) !== false && isStronger(turn, model, failed))
    .reduce<ModelProfile | undefined>(
      (least, model) => (least === undefined || isStronger(turn, least, model) ? model : least),
      undefined,
    );
}

function isStronger(turn: Turn, model: ModelProfile, other: ModelProfile): boolean {
  const [quality, otherQuality] = [model, other].map((one) => qualityOf(turn, one));
  if (quality !== undefined && otherQuality !== undefined) return quality - otherQuality > SAME_QUALITY;
  return model.priceSum > other.priceSum;
}

/** `undefined` where no objective asks for it, or nobody knows. */
function qualityOf({ preference, circumstances }: Turn, model: ModelProfile): number | undefined {
  if (preference.route?.objective === undefined) return undefined;
  return predictionOf(model, circumstances.expectations)?.quality;
}
