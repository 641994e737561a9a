import type { Lead } from './comparison.js';
import type { CascadeStartReason } from './decision.js';
import type { RouteCascade } from './decision-plan.js';
import { type Expectations, predictionOf } from './expectations.js';

/** Where a cascade starts, and why there. */
export interface StartingTier {
  /** Index of the tier, from 0. */
  readonly at: number;
  readonly by: CascadeStartReason;
}

/** What the start may depend on; whatever is unknown does not raise it. */
export interface StartFacts {
  /** `undefined` when nothing was compared. */
  readonly lead: Lead | undefined;
  /** Whether answering does more than answering, so that only one tier may be asked: the last. */
  readonly hasSideEffects?: boolean | undefined;
  /** Probability that the prompt is complex, in [0, 1]. */
  readonly complexity?: number | undefined;
  readonly expectations?: Expectations | undefined;
  /** Lowest tier, as an index, that the route's rejected answers have left; see the registry's `onThrash`. */
  readonly thrash?: number | undefined;
  /** Whether the route was found to decay. */
  readonly isHinted?: boolean | undefined;
  /** The tier that answers which did not do have raised the conversation to. */
  readonly raised?: StartingTier | undefined;
}

/** The highest tier that any reason asks for; of several reasons for the same tier, the first named in {@link CascadeStartReason}. */
export function startingTier(cascade: RouteCascade, facts: StartFacts): StartingTier {
  const { start, tiers } = cascade;
  const top = tiers.length - 1;
  const { lead, hasSideEffects = false, complexity, thrash = 0, isHinted = false, raised } = facts;
  const isDoubtful = start.margin !== undefined && lead !== undefined && lead.margin < start.margin;
  const isComplex = start.complex !== undefined && complexity !== undefined && complexity > start.complex;
  const asked: readonly StartingTier[] = [
    { at: hasSideEffects ? top : 0, by: 'once' },
    { at: isDoubtful ? 1 : 0, by: 'margin' },
    { at: isComplex ? top : 0, by: 'complex' },
    { at: goodEnough(cascade, facts.expectations), by: 'quality' },
    { at: thrash, by: 'thrash' },
    { at: isHinted ? 1 : 0, by: 'hint' },
    ...(raised === undefined ? [] : [raised]),
  ];
  const highest = asked.reduce<StartingTier>((most, next) => (next.at > most.at ? next : most), {
    at: 0,
    by: 'first',
  });
  return { at: Math.min(highest.at, top), by: highest.by };
}

/** The first tier whose predicted quality reaches the bar; the last where none does, the first where nothing is known. */
function goodEnough({ start, tiers }: RouteCascade, expectations: Expectations | undefined): number {
  const bar = start.quality;
  if (bar === undefined) return 0;
  const qualities = tiers.map(({ model }) => predictionOf(model, expectations)?.quality);
  if (qualities.every((quality) => quality === undefined)) return 0;
  const first = qualities.findIndex((quality) => quality !== undefined && quality >= bar);
  return first < 0 ? tiers.length - 1 : first;
}
