import type { RouteScores } from './route-scores.js';

/** Probability from which a clause is taken to name a route. */
const NAMED = 0.5;

/**
 * Puts the scores of a prompt's clauses together. What is wanted in any clause counts alike; what a clause refuses is taken
 * out, unless another one wants it. A prompt that does nothing but refuse belongs to no route.
 *
 * @param wanted scores of each clause that asks for something
 * @param refused scores of each clause that says what is not asked for
 */
export function combineClauses(wanted: readonly RouteScores[], refused: readonly RouteScores[]): RouteScores {
  if (wanted.length === 0) return nothing(refused);
  const intents = [
    ...new Set(wanted.filter(({ outOfScope }) => outOfScope <= 0.5).flatMap((scores) => named(scores) ?? [])),
  ];
  const banned = new Set(
    refused.flatMap((scores) => named(scores) ?? []).filter((route) => !intents.includes(route)),
  );
  const sums = new Map<string, number>();
  for (const { route, probability } of wanted.flatMap(({ routes }) => routes)) {
    sums.set(route, (sums.get(route) ?? 0) + (banned.has(route) ? 0 : probability));
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value, 0);
  const routes = [...sums]
    .map(([route, sum]) => ({ route, probability: total > 0 ? sum / total : 0 }))
    .sort((a, b) => b.probability - a.probability || a.route.localeCompare(b.route));
  const outOfScope = wanted.reduce((least, scores) => Math.min(least, scores.outOfScope), 1);
  return intents.length > 1 ? { routes, outOfScope, intents } : { routes, outOfScope };
}

/** The route that a clause names, if it does. */
function named({ routes: [best] }: RouteScores): string | undefined {
  return best !== undefined && best.probability >= NAMED ? best.route : undefined;
}

/** Every route at 0. */
function nothing([first]: readonly RouteScores[]): RouteScores {
  const routes = (first?.routes ?? []).map(({ route }) => ({ route, probability: 0 }));
  return { routes: routes.sort((a, b) => a.route.localeCompare(b.route)), outOfScope: 1 };
}
