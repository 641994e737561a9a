import type { RegistryRoute } from '../registry.js';
import type { Spot } from '../spot.js';

/** Examples of one route that are learnt from, and likewise its `not` texts: more cost time and memory, and teach little. */
const MOST_OF_ROUTE = 5_000;

/** Examples and `not` texts of all routes together. */
const MOST_IN_ALL = 50_000;

/**
 * Keeps a registry of any size quick to load: of routes with too many examples those are kept that are spread evenly over
 * their list, always the same ones. The longest lists are cut first, each to the same length. Warns once.
 */
export function limitExamples(
  routes: readonly (readonly [RegistryRoute, Spot])[],
): (readonly [RegistryRoute, Spot])[] {
  const lengths = routes.flatMap(([{ examples, not }]) => [examples.length, not.length]);
  const most = longestList(lengths);
  const isCut = ([{ examples, not }]: readonly [RegistryRoute, Spot]): boolean =>
    examples.length > most || not.length > most;
  const [first, ...others] = routes.filter(isCut);
  if (first !== undefined) {
    const [{ examples, not }, spot] = first;
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const reason =
      most === MOST_OF_ROUTE
        ? `the limit of a route is ${MOST_OF_ROUTE}`
        : `all routes have ${total}, the limit is ${MOST_IN_ALL}`;
    const also = others.length === 0 ? '' : `; ${others.length} more routes are cut alike`;
    spot
      .at('spec')
      .doubtful(
        `has ${Math.max(examples.length, not.length)} examples, and ${reason}: ${most} of them, spread evenly, are learnt from${also}`,
      );
  }
  return routes.map((entry) => {
    const [route, spot] = entry;
    if (!isCut(entry)) return entry;
    return [{ ...route, examples: spread(route.examples, most), not: spread(route.not, most) }, spot];
  });
}

/** The length to which lists must be cut. */
function longestList(lengths: readonly number[]): number {
  const ascending = [...lengths].sort((a, b) => a - b);
  let room = MOST_IN_ALL;
  for (const [at, length] of ascending.entries()) {
    const share = Math.floor(room / (ascending.length - at));
    if (length > share) return Math.min(share, MOST_OF_ROUTE);
    room -= length;
  }
  return MOST_OF_ROUTE;
}

function spread(texts: readonly string[], most: number): readonly string[] {
  if (texts.length <= most) return texts;
  return Array.from({ length: most }, (_, at) => texts[Math.floor((at * texts.length) / most)] ?? '');
}
