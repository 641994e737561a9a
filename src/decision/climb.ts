import { startingTier } from './cascade-start.js';
import type { Lead } from './comparison.js';
import type { DecidedCascade } from './decision.js';
import type { RouteCascade, RoutePlan } from './decision-plan.js';
import { keepModel, type Turn } from './keep-model.js';
import type { ModelProfile } from './model-profile.js';
import { remainingTiers } from './remaining-tiers.js';
import type { Stuck } from './stickiness.js';

/** The first model of a climb, and the tiers of it. */
export interface Climb {
  readonly model: ModelProfile;
  /** `undefined` when no tier can serve the request, or when the conversation stays with a model that is no tier. */
  readonly cascade: DecidedCascade | undefined;
  readonly stuck: Stuck | undefined;
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
  const { complexity, expectations, startAt, health } = circumstances;
  const { tiers } = cascade;
  const start = startingTier(cascade, { lead, complexity, expectations, thrash: startAt?.(name) });
  const proposed = tiers[start.at]?.model ?? target;
  const { held, stuck } = keepModel(turn, proposed);
  const heldAt = tiers.findIndex(({ model }) => model === held);
  if (held !== undefined && heldAt < 0) return { model: held, cascade: undefined, stuck };
  const isRaised = heldAt > start.at;
  const from = isRaised ? ({ at: heldAt, by: 'sticky' } as const) : start;
  const decided = remainingTiers(cascade, from, view, terms, health);
  const first = tiers.find(({ model }) => model.name === decided?.tiers[0]?.model);
  return {
    model: first?.model ?? proposed,
    cascade: decided,
    stuck: held === undefined || isRaised ? stuck : { model: proposed.name, kept: false, why: 'better' },
  };
}

/** Longest wait for an answer of a cascade: each tier may use up its own time, and all but the last are judged. */
export function longestWait({ tiers, judgingMs }: DecidedCascade): number {
  return tiers.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0) + (tiers.length - 1) * judgingMs;
}
