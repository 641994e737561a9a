import { type StartingTier, startingTier } from './cascade-start.js';
import type { Lead } from './comparison.js';
import type { DecidedCascade } from './decision.js';
import type { RouteCascade, RoutePlan } from './decision-plan.js';
import { keptRaise, raisedTier } from './escalate-reask.js';
import { keepModel, type Kept } from './keep-model.js';
import type { ModelProfile } from './model-profile.js';
import { remainingTiers } from './remaining-tiers.js';
import type { Stuck } from './stickiness.js';
import type { Turn } from './turn.js';

/** The first model of a climb, and the tiers of it. */
export interface Climb {
  readonly model: ModelProfile;
  /** `undefined` when no tier can serve the request, or when the conversation stays with a model that is no tier. */
  readonly cascade: DecidedCascade | undefined;
  readonly stuck: Stuck | undefined;
  /** Whether it starts higher than the conversation ever did, because its user asked again. */
  readonly isRaised: boolean;
}

/**
 * Carries a cascade over to one request: where it starts, and which tiers are left. A conversation's model may raise the
 * start and never lowers it.
 *
 * @param lead `undefined` when nothing was compared
 */
export function climb(
  turn: Turn,
  { name, target }: RoutePlan,
  cascade: RouteCascade,
  lead: Lead | undefined,
): Climb {
  const { view, terms, circumstances } = turn;
  const { complexity, expectations, startAt, isHinted, health } = circumstances;
  const { tiers } = cascade;
  const start = startingTier(cascade, {
    ...{ lead, hasSideEffects: view.hasSideEffects, complexity, expectations },
    ...{ thrash: startAt?.(name), isHinted: isHinted?.(name), raised: raisedTier(turn, cascade) },
  });
  const proposed = tiers[start.at]?.model ?? target;
  const { held, stuck } = keepModel(turn, proposed);
  const heldAt = tiers.findIndex(({ model }) => model === held);
  if (held !== undefined && heldAt < 0) return { model: held, cascade: undefined, stuck, isRaised: false };
  const isHeld = heldAt > start.at;
  const from = isHeld ? ({ at: heldAt, by: 'sticky' } as const) : start;
  const decided = remainingTiers(cascade, from, view, terms, health);
  const firstAt = tiers.findIndex(({ model }) => model.name === decided?.tiers[0]?.model);
  const model = tiers[firstAt]?.model ?? proposed;
  return {
    model,
    cascade: decided,
    stuck: stuckOf(start, { held, stuck }, isHeld, model),
    isRaised: from.by === 'reask' && firstAt >= from.at,
  };
}

function stuckOf(
  start: StartingTier,
  { held, stuck }: Kept,
  isHeld: boolean,
  model: ModelProfile,
): Stuck | undefined {
  if (isHeld) return stuck;
  if (start.by === 'sticky') return keptRaise(model);
  return held === undefined ? stuck : { model: model.name, kept: false, why: 'better' };
}

/** Longest wait for an answer of a cascade: each tier may use up its own time, and all but the last are judged. */
export function longestWait({ tiers, judgingMs }: DecidedCascade): number {
  return tiers.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0) + (tiers.length - 1) * judgingMs;
}
