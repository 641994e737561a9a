import { upperBound } from '../../heads/binomial-bound.js';
import type { FoldScores } from './route-head.js';
import type { RouteScores } from './route-scores.js';

/** When the fast head may decide alone. */
export interface ExitBars {
  /** Least natural logarithm of how many times more probable the first route is than the second. */
  readonly margin: number;
  /** Largest out-of-scope score. */
  readonly outOfScope: number;
  /** Share of the cross-validated examples that clear both bars, in (0, 1]. */
  readonly share: number;
  /** Share of those that the full head decides alike, in [0, 1]. */
  readonly agreement: number;
}

export interface ExitOptions {
  /** Least share of exits on which both heads must agree, in (0, 1); default .995. */
  readonly agreement?: number;
  /** What the full head decides: a route, or `undefined` for none. Default: the first, unless out of scope. */
  readonly decide?: (scores: RouteScores) => string | undefined;
}

export const USUAL_AGREEMENT = 0.995;
/** One-sided, of the bound on agreement. Moderate, because heads of a fold have seen a quarter less than those that serve. */
const CONFIDENCE = 0.8;
/** Share of examples whose out-of-scope score clears its bar: the strangest third never leaves by the fast door. */
const FAMILIAR = 0.7;
/** The bar is never above what counts as out of scope. */
const HIGHEST_SCOPE_BAR = 0.5;

/**
 * Fits the bars on out-of-fold scores of both heads for the same examples: the lowest margin at which the agreement,
 * by its Clopper-Pearson bound, is still `agreement`.
 *
 * @returns `undefined` when no margin gives enough evidence: with no disagreement at all, .995 takes 322 exits
 */
export function fitExitBars(
  fast: readonly FoldScores[],
  full: readonly FoldScores[],
  { agreement = USUAL_AGREEMENT, decide = firstInScope }: ExitOptions = {},
): ExitBars | undefined {
  const decided = new Map(full.map((trial) => [keyOf(trial), decide(trial.scores)]));
  const trials = fast.filter((trial) => decided.has(keyOf(trial)));
  const scope = scopeBar(trials);
  const exits = trials
    .filter(({ scores }) => scores.outOfScope <= scope)
    .map((trial) => ({
      margin: marginOf(trial.scores),
      agrees: trial.scores.routes[0]?.route === decided.get(keyOf(trial)),
    }))
    .sort((a, b) => b.margin - a.margin);
  let best: ExitBars | undefined;
  let failures = 0;
  for (const [at, { margin, agrees }] of exits.entries()) {
    if (!agrees) failures += 1;
    const count = at + 1;
    if (exits[count]?.margin === margin || upperBound(failures, count, CONFIDENCE) > 1 - agreement) continue;
    best = { margin, outOfScope: scope, share: count / trials.length, agreement: 1 - failures / count };
  }
  return best;
}

/** Whether scores of the fast head clear both bars; never without bars. */
export function mayExit(bars: ExitBars | undefined, scores: RouteScores): boolean {
  return bars !== undefined && scores.outOfScope <= bars.outOfScope && marginOf(scores) >= bars.margin;
}

function firstInScope({ routes, outOfScope }: RouteScores): string | undefined {
  return outOfScope > HIGHEST_SCOPE_BAR ? undefined : routes[0]?.route;
}

function scopeBar(trials: readonly FoldScores[]): number {
  const sorted = trials.map(({ scores }) => scores.outOfScope).sort((a, b) => a - b);
  return Math.min(sorted[Math.floor(FAMILIAR * sorted.length)] ?? 0, HIGHEST_SCOPE_BAR);
}

/** Infinite for a single route: then the out-of-scope bar decides alone. */
function marginOf({ routes: [first, second] }: RouteScores): number {
  return Math.log((first?.probability ?? 0) / (second?.probability ?? 0));
}

const keyOf = ({ route, text }: FoldScores): string => `${route}\0${text}`;
