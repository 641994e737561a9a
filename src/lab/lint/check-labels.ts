import type { FoldScores } from '../../signals/routes/route-head.js';
import { groupBy } from '../group-by.js';
import { mean } from '../metrics/mean.js';
import type { LintFinding } from './finding.js';

/** By so much must the other route be more probable. */
const CLEARLY = 0.5;

/** What a text is said to be. */
export interface LabelContext {
  readonly placeOf: (route: string, text: string) => string;
  /** The description of a route; empty for none. */
  readonly descriptionOf: (route: string) => string;
}

/**
 * Examples that are clearly of another route, by confident learning (Northcutt et al. 2021): held out, another route is more
 * probable than it usually is for its own examples, and by far more probable than the example's own.
 */
export function checkLabels(
  folds: readonly FoldScores[],
  { placeOf, descriptionOf }: LabelContext,
): LintFinding[] {
  const usual = new Map(
    [...groupBy(folds, ({ route }) => route)].map(([route, own]) => [
      route,
      mean(own.map((fold) => probabilityOf(fold, route))),
    ]),
  );
  return folds.flatMap((fold): LintFinding[] => {
    const { route, text, scores } = fold;
    const own = probabilityOf(fold, route);
    const confident = scores.routes.find((each) => each.probability >= (usual.get(each.route) ?? 1));
    if (confident === undefined || confident.route === route) return [];
    const { route: other, probability } = confident;
    if (probability - own < CLEARLY) return [];
    const isDescription = descriptionOf(route) === text;
    const sure = `${probability.toFixed(2)} against ${own.toFixed(2)}`;
    return [
      {
        check: isDescription ? 'description' : 'mislabelled',
        level: 'warning',
        place: placeOf(route, text),
        route,
        other,
        message: `${JSON.stringify(text)} looks like ${other} when it is held out: ${sure}`,
        suggestion: isDescription
          ? `say what sets ${route} apart from ${other}`
          : `move it to ${other}, or give ${route} more examples like it`,
        weight: probability - own,
      },
    ];
  });
}

function probabilityOf({ scores }: FoldScores, route: string): number {
  return scores.routes.find((each) => each.route === route)?.probability ?? 0;
}
