import { chanceOfAtMost } from '../heads/binomial-bound.js';

/** How often something bad happened. */
export interface BadCount {
  readonly trials: number;
  readonly bad: number;
}

/** What can be seen of quality while serving. */
export interface OnlineQuality {
  /** Finished requests, and those that ended with an error. */
  readonly errors: BadCount;
  /** Answers that the gate judged, and those that did not pass. */
  readonly gate: BadCount;
  /** Answers that somebody had an opinion on, and those that were disliked. */
  readonly opinions: BadCount;
}

const MEASURES = {
  errors: 'errors',
  gate: 'answers that the gate rejects',
  opinions: 'disliked answers',
} as const;

/** Finished requests since a promotion at which it is looked at; in between, nothing is tested. */
export const LOOKS: readonly number[] = [100, 200, 400, 800, 1_600];

/** Chance that a bundle that is no worse is rolled back, over all looks and measures together. */
const FALSE_ALARMS = 0.01;

/**
 * Whether quality fell: for each measure, were both times alike, the bad cases since would be a binomial share of all bad
 * cases (Przyborowski and Wilenski 1940). Its tail must be below {@link FALSE_ALARMS} shared evenly among looks and
 * measures (Bonferroni), so that looking again and again raises no more false alarms than promised.
 *
 * @returns one line that says what fell; `undefined` when nothing surely did
 */
export function qualityFall(before: OnlineQuality, since: OnlineQuality): string | undefined {
  const level = FALSE_ALARMS / (LOOKS.length * Object.keys(MEASURES).length);
  for (const [key, name] of Object.entries(MEASURES)) {
    const [old, now] = [before[key as keyof OnlineQuality], since[key as keyof OnlineQuality]];
    if (old.trials === 0 || now.trials === 0) continue;
    const share = now.trials / (old.trials + now.trials);
    const chance = chanceOfAtMost(old.bad, old.bad + now.bad, 1 - share);
    if (chance >= level) continue;
    const told = ({ bad, trials }: BadCount): string => `${((100 * bad) / trials).toFixed(1)} % of ${trials}`;
    return `${name} rose from ${told(old)} to ${told(now)} (chance ${chance.toExponential(1)}, must be below ${level.toExponential(1)})`;
  }
  return undefined;
}
